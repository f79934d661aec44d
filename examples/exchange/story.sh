#!/usr/bin/env bash
# Two counties and a city, from a batch to the city's report:   bash examples/exchange/story.sh
# 两县一市：从报送到市级报告。
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=${1:-$(mktemp -d)}
mkdir -p "$work"
cd "$work"
say() { printf '\n== %s\n' "$*"; }
city=(--contract "$here/city/contract.json" --trust "$here/city/trusted-keys.json" --key "$here/keys/city.pem")

say "甲县签名、打包、报送 / county A signs its batch, packs it and sends it"
cp -r "$here/county-a/batch" a
zhucun sign a --key "$here/keys/county-a.pem"
zhucun pack a -o a.zip

say "市里核验、校验，拒收 / the city verifies and validates it, and refuses it"
zhucun receive a.zip "${city[@]}" --on 2021-08-02 --report a.report.json -o a.receipt.json || [ $? = 1 ]

say "甲县核对回执，先自查更正，再报送 / county A checks the receipt, checks its correction beforehand, and sends it"
zhucun receipt check a.receipt.json --trust "$here/city/trusted-keys.json" --batch a.zip --report a.report.json
cp -r "$here/county-a/correction" c
zhucun sign c --key "$here/keys/county-a.pem"
zhucun validate c --base a.zip --contract "$here/city/contract.json" | tail -n 1
zhucun pack c -o c.zip

say "市里连同原批次接收更正 / the city takes the correction, with the batch that it corrects"
zhucun receive c.zip --base a.zip "${city[@]}" --on 2021-08-03 --previous a.receipt.json --report c.report.json -o c.receipt.json
zhucun apply a.zip c.zip -o corrected
zhucun diff a.zip corrected

say "乙县用国密签名，市里接收 / county B signs with SM2; the city takes its batch"
cp -r "$here/county-b/batch" b
zhucun sign b --key "$here/keys/county-b.pem"
zhucun receive b "${city[@]}" --on 2021-08-03 --previous c.receipt.json --report b.report.json -o b.receipt.json

say "市里合并两县，写出报告 / the city puts both together and writes its report"
zhucun merge corrected b --prefixes "$here/city/prefixes.json" --id city-2021-07 --sender CN-5227 -o city
zhucun validate city | tail -n 1
