"""Packages and signatures: the same bytes everywhere, verified by other programs too, and no byte can be changed unseen."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import days, edit_manifest, ndjson, write_batch, zhucun

from zhucun.standard import Standard

pytest.importorskip("cryptography", reason="signing needs pip install -e '.[exchange]'")
pytest.importorskip("gmalg", reason="signing needs pip install -e '.[exchange]'")

from zhucun.exchange import package, signature, sm2

ROOT = Path(__file__).resolve().parent.parent
KEYS = ROOT / "examples" / "exchange" / "keys"
STANDARD = Standard.load()
VECTORS = json.loads((ROOT / "conformance" / "1.0" / "signatures.json").read_text("utf-8"))["signatures"]
PEMS = {"ed25519": KEYS / "county-a.pem", "sm2-sm3": KEYS / "county-b.pem"}


def trust(place: Path, algorithm: str = "ed25519", holder: str = "sender-1", **more: Any) -> Path:
    """A trust list of one key."""
    key = base64.b64encode(signature.read_key(PEMS[algorithm]).spki).decode()
    entry = {"algorithm": algorithm, "publicKey": key, "holders": [holder], "validFrom": "2021-01-01", **more}
    place.write_text(json.dumps({"keys": [entry]}))
    return place


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    folder = write_batch(tmp_path / "batch", {"attendance.ndjson": (ndjson(days(2)), 2)})
    assert zhucun("sign", folder, "--key", PEMS["ed25519"]).exit_code == 0
    return folder


def outcome(path: Path, keys: Path) -> str:
    done = zhucun("verify", path, "--trust", keys, "--format", "json")
    found = str(json.loads(done.stdout)["outcome"])
    assert done.exit_code == (0 if found == "VALID" else 1)
    return found


# --- by whom it was signed --------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", PEMS)
def test_what_was_signed_is_valid_under_the_key_that_is_trusted(tmp_path: Path, algorithm: str) -> None:
    folder = write_batch(tmp_path / "batch", {"attendance.ndjson": (ndjson(days(2)), 2)})
    keys = trust(tmp_path / "keys.json", algorithm)
    assert outcome(folder, keys) == "UNSIGNED"
    assert zhucun("sign", folder, "--key", PEMS[algorithm]).exit_code == 0
    assert outcome(folder, keys) == "VALID"
    assert zhucun("validate", folder, "--fail-on", "info").exit_code == 0  # the envelope is no unlisted file


def test_two_parties_sign_one_batch(signed: Path, tmp_path: Path) -> None:
    assert zhucun("sign", signed, "--key", PEMS["sm2-sm3"]).exit_code == 0
    assert zhucun("sign", signed, "--key", PEMS["sm2-sm3"]).exit_code == 0
    assert len(json.loads((signed / "manifest.dsse.json").read_bytes())["signatures"]) == 2
    assert {outcome(signed, trust(tmp_path / "keys.json", a)) for a in PEMS} == {"VALID"}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"holder": "sender-2"}, "UNKNOWN_KEY"),
        ({"algorithm": "sm2-sm3"}, "UNKNOWN_KEY"),
        ({"validFrom": "2021-08-02"}, "EXPIRED"),
        ({"validTo": "2021-07-31"}, "EXPIRED"),
        ({"revokedOn": "2021-08-01"}, "EXPIRED"),
        ({"revokedOn": "2021-08-02"}, "VALID"),
        ({"validFrom": "2021-08-01", "validTo": "2021-08-01"}, "VALID"),
    ],
)
def test_whom_the_key_signs_for_and_when_the_receiver_says(signed: Path, tmp_path: Path, more: dict[str, Any], told: str) -> None:
    """The day is that as of which the batch is judged, 1 August 2021, and not today."""
    assert outcome(signed, trust(tmp_path / "keys.json", **more)) == told


def test_a_changed_manifest_and_a_borrowed_envelope_are_invalid(signed: Path, tmp_path: Path) -> None:
    keys = trust(tmp_path / "keys.json")
    other = write_batch(tmp_path / "other", {"attendance.ndjson": (ndjson(days(2)), 2)}, batchId="batch-2")
    shutil.copy(signed / "manifest.dsse.json", other)
    assert outcome(other, keys) == "INVALID"
    done = zhucun("sign", other, "--key", PEMS["ed25519"])
    assert done.exit_code == 2  # it would sign beside what others have signed
    edit_manifest(signed, lambda m: m.update(asOf="2021-08-02"))
    assert outcome(signed, keys) == "INVALID"


def test_an_envelope_without_signatures_is_unsigned_and_one_that_is_none_invalid(signed: Path, tmp_path: Path) -> None:
    keys, place = trust(tmp_path / "keys.json"), signed / "manifest.dsse.json"
    said = json.loads(place.read_bytes())
    place.write_text(json.dumps({**said, "signatures": []}))
    assert outcome(signed, keys) == "UNSIGNED"
    for text in ("", "[]", "{}", json.dumps({**said, "key": "mine"}), json.dumps({**said, "payloadType": signature.RECEIPT})):
        place.write_text(text)
        assert outcome(signed, keys) == "INVALID"


# --- other programs ---------------------------------------------------------------------------------


def raw(vector: dict[str, Any]) -> tuple[bytes, bytes, bytes]:
    """Public key, what is signed, and the signature."""
    spki, payload, sig = (base64.b64decode(vector[name]) for name in ("publicKey", "payload", "sig"))
    return spki, signature.pae(vector["payloadType"], payload), sig


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["id"])
def test_the_vectors_of_the_suite(vector: dict[str, Any]) -> None:
    spki, data, sig = raw(vector)
    assert signature.Trusted(vector["algorithm"], spki, frozenset(), "2021-01-01").has_signed(data, sig) == vector["valid"]


def openssl(place: Path, vector: dict[str, Any]) -> bool:
    spki, data, sig = raw(vector)
    pem = b"-----BEGIN PUBLIC KEY-----\n" + base64.encodebytes(spki) + b"-----END PUBLIC KEY-----\n"
    for name, content in (("key.pem", pem), ("data", data), ("sig", sig)):
        (place / name).write_bytes(content)
    sm2 = ["-digest", "sm3", "-pkeyopt", "distid:1234567812345678"] if vector["algorithm"] == "sm2-sm3" else []
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "data", "-sigfile", "sig", *sm2]
    return subprocess.run(command, cwd=place, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["id"])
def test_openssl_says_the_same_of_the_vectors(vector: dict[str, Any], tmp_path: Path) -> None:
    assert openssl(tmp_path, vector) == vector["valid"]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize("algorithm", PEMS)
def test_openssl_verifies_what_was_signed_here(algorithm: str, tmp_path: Path) -> None:
    key = signature.read_key(PEMS[algorithm])
    said = json.loads(signature.sign(STANDARD, key, signature.MANIFEST, b"{}\n"))
    vector = {"algorithm": algorithm, "publicKey": base64.b64encode(key.spki).decode(), **said, "sig": said["signatures"][0]["sig"]}
    assert openssl(tmp_path, vector)


NODE = """
const { createPublicKey, verify } = require('node:crypto');
const v = JSON.parse(require('node:fs').readFileSync(0, 'utf8')), bytes = (t) => Buffer.from(t, 'base64');
const payload = bytes(v.payload), pae = Buffer.concat([Buffer.from(`DSSEv1 ${v.payloadType.length} ${v.payloadType} ${payload.length} `), payload]);
console.log(verify(null, pae, createPublicKey({ key: bytes(v.publicKey), format: 'der', type: 'spki' }), bytes(v.sig)));
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.parametrize("vector", [v for v in VECTORS if v["algorithm"] == "ed25519"], ids=lambda v: v["id"])
def test_node_says_the_same_of_the_vectors(vector: dict[str, Any]) -> None:
    done = subprocess.run(["node", "-e", NODE], input=json.dumps(vector), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(vector["valid"]).lower()


JAVA = """
import java.io.*; import java.nio.charset.StandardCharsets; import java.security.*; import java.security.spec.X509EncodedKeySpec; import java.util.*;

public class Verify {
    public static void main(String[] a) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = in.readLine()) != null; ) {
            String[] v = line.split(" ");
            Base64.Decoder bytes = Base64.getDecoder();
            byte[] payload = bytes.decode(v[1]);
            ByteArrayOutputStream pae = new ByteArrayOutputStream();
            pae.write(("DSSEv1 " + v[0].length() + " " + v[0] + " " + payload.length + " ").getBytes(StandardCharsets.UTF_8));
            pae.write(payload);
            Signature sig = Signature.getInstance("Ed25519");
            sig.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(bytes.decode(v[2]))));
            sig.update(pae.toByteArray());
            boolean valid;
            try { valid = sig.verify(bytes.decode(v[3])); } catch (SignatureException e) { valid = false; }
            System.out.println(valid);
        }
    }
}
"""


@pytest.mark.skipif(shutil.which("java") is None, reason="java is not installed")
def test_javas_own_library_says_the_same_of_the_vectors_and_verifies_what_was_signed_here(tmp_path: Path) -> None:
    key = signature.read_key(PEMS["ed25519"])
    said = json.loads(signature.sign(STANDARD, key, signature.MANIFEST, b"{}\n"))
    own = {**said, "publicKey": base64.b64encode(key.spki).decode(), "sig": said["signatures"][0]["sig"], "valid": True}
    vectors = [*(v for v in VECTORS if v["algorithm"] == "ed25519"), own]
    (tmp_path / "Verify.java").write_text(JAVA)
    lines = "".join(" ".join(v[name] for name in ("payloadType", "payload", "publicKey", "sig")) + "\n" for v in vectors)
    done = subprocess.run(["java", tmp_path / "Verify.java"], input=lines, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(v["valid"]).lower() for v in vectors]


# --- packages ---------------------------------------------------------------------------------------


def test_a_package_holds_what_the_manifest_lists_and_the_signature_in_the_same_bytes(signed: Path, tmp_path: Path) -> None:
    (signed / "receipts").mkdir()
    (signed / "receipts" / "a.json").write_text("{}")
    (signed / "mine.txt").write_text("mine")
    for name in ("a.zip", "b.zip"):
        assert zhucun("pack", signed, "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert packed.namelist() == ["manifest.json", "manifest.dsse.json", "attendance.ndjson", "receipts/a.json"]
        assert packed.read("attendance.ndjson") == (signed / "attendance.ndjson").read_bytes()
    assert outcome(tmp_path / "a.zip", trust(tmp_path / "keys.json")) == "VALID"
    assert zhucun("validate", tmp_path / "a.zip", "--fail-on", "info").exit_code == 0


def flips(data: bytes, step: int) -> Iterator[bytes]:
    for at in range(0, len(data), step):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        yield bytes(changed)


def test_no_byte_of_an_envelope_can_be_changed(signed: Path, tmp_path: Path) -> None:
    keys = signature.read_trust(STANDARD, trust(tmp_path / "keys.json"))
    payload, data = (signed / "manifest.json").read_bytes(), (signed / "manifest.dsse.json").read_bytes()

    def told(envelope: bytes, of: bytes = payload) -> str:
        return signature.verify(STANDARD, envelope, signature.MANIFEST, of, keys, "sender-1", "2021-08-01").outcome

    assert told(data) == "VALID"
    assert {told(changed) for changed in flips(data, 1)} <= {"INVALID", "UNKNOWN_KEY"}
    assert {told(data, changed) for changed in flips(payload, 7)} == {"INVALID"}


def test_a_changed_byte_of_a_package_is_told_or_changes_nothing_in_it(signed: Path, tmp_path: Path) -> None:
    """What a zip says of times and rights is no part of the batch."""
    keys = signature.read_trust(STANDARD, trust(tmp_path / "keys.json"))
    place = tmp_path / "a.zip"
    assert zhucun("pack", signed, "-o", place).exit_code == 0
    held = {n: zipfile.ZipFile(place).read(n) for n in ("manifest.json", "attendance.ndjson")}
    from zhucun import ZhucunError

    for changed in flips(place.read_bytes(), 11):
        place.write_bytes(changed)
        try:
            found = package.verify_path(STANDARD, place, keys)
        except ZhucunError as e:
            assert e.problems
            continue
        if found.outcome == "VALID":
            assert {n: zipfile.ZipFile(place).read(n) for n in held} == held


def listed(signed_by: Path, target: Path, plain: Path) -> Path:
    assert zhucun("trust", "sign", plain, "--key", signed_by, "-o", target).exit_code == 0
    return target


def public(private: Path, place: Path) -> Path:
    """The public key of a private one, in PEM."""
    der = signature.read_key(private).spki
    place.write_bytes(b"-----BEGIN PUBLIC KEY-----\n" + base64.encodebytes(der) + b"-----END PUBLIC KEY-----\n")
    return place


@pytest.mark.parametrize("algorithm", PEMS)
def test_a_signed_trust_list_is_taken_from_who_is_named_and_from_nobody_else(signed: Path, tmp_path: Path, algorithm: str) -> None:
    plain = trust(tmp_path / "keys.json")
    keys = listed(PEMS[algorithm], tmp_path / "keys.dsse.json", plain)
    own = public(PEMS[algorithm], tmp_path / "own.pub")
    other = public(PEMS["sm2-sm3" if algorithm == "ed25519" else "ed25519"], tmp_path / "other.pub")
    done = zhucun("verify", signed, "--trust", keys, "--trust-key", own, "--lang", "en")
    assert (done.exit_code, done.stdout.split(":")[0]) == (0, "VALID")
    for place, key, told in (
        (keys, other, "no trust list that the key of --trust-key has signed"),
        (plain, own, "no trust list that the key of --trust-key has signed"),
        (keys, None, "name the public key of who signed it with --trust-key"),
        (signed / "manifest.dsse.json", public(PEMS["ed25519"], tmp_path / "a.pub"), "no trust list that the key"),
        (keys, PEMS["ed25519"], "no public key"),
    ):
        done = zhucun("verify", signed, "--trust", place, *(("--trust-key", key) if key else ()), "--lang", "en")
        assert (done.exit_code, told in done.stderr, len(done.stderr.splitlines())) == (2, True, 1), done.stderr
    (tmp_path / "none.json").write_text("{}")
    assert zhucun("trust", "sign", tmp_path / "none.json", "--key", PEMS[algorithm], "-o", tmp_path / "x").exit_code == 2


def test_no_byte_of_a_signed_trust_list_can_be_changed(tmp_path: Path) -> None:
    from zhucun import ZhucunError

    place = listed(PEMS["ed25519"], tmp_path / "keys.dsse.json", trust(tmp_path / "keys.json"))
    key = signature.read_public_key(public(PEMS["ed25519"], tmp_path / "own.pub"))
    assert signature.read_trust(STANDARD, place, key)
    for changed in flips(place.read_bytes(), 1):
        place.write_bytes(changed)
        with pytest.raises(ZhucunError):
            signature.read_trust(STANDARD, place, key)


def test_a_changed_trust_list_is_refused_in_a_sentence_or_trusts_no_one_else(signed: Path, tmp_path: Path) -> None:
    place = trust(tmp_path / "keys.json", holder="sender-2")
    for changed in flips(place.read_bytes(), 3):
        place.write_bytes(changed)
        done = zhucun("verify", signed, "--trust", place)
        assert done.exit_code in (1, 2), changed


# --- bad input --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "-----BEGIN PRIVATE KEY-----\n*\n"]
)
def test_what_is_no_private_key_is_refused_in_one_sentence(signed: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "key.pem").write_text(text)
    done = zhucun("sign", signed, "--key", tmp_path / "key.pem", "--lang", "en")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1 and "is no private key" in done.stderr


@pytest.mark.parametrize("secret", [0, sm2.ORDER - 1, sm2.ORDER])
def test_a_number_that_sm2_does_not_allow_is_no_private_key(signed: Path, tmp_path: Path, secret: int) -> None:
    text = PEMS["sm2-sm3"].read_text()
    head, body, foot = text.split("\n", 1)[0], "".join(text.split("\n")[1:-2]), text.split("\n")[-2]
    der = base64.b64decode(body)
    # the number stands behind 36 bytes, GB/T 35276 as PKCS #8
    changed = der[:36] + secret.to_bytes(32) + der[68:]
    (tmp_path / "key.pem").write_text("\n".join([head, base64.b64encode(changed).decode(), foot, ""]))
    done = zhucun("sign", signed, "--key", tmp_path / "key.pem", "--lang", "en")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1 and "is no private key" in done.stderr


def test_a_trust_list_with_a_key_off_the_curve_is_at_fault_and_not_the_sender(signed: Path, tmp_path: Path) -> None:
    off = next(v["publicKey"] for v in VECTORS if v["id"] == "sm2-sm3-key-off-the-curve")
    done = zhucun("verify", signed, "--trust", trust(tmp_path / "keys.json", "sm2-sm3", publicKey=off), "--lang", "en")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1 and "/keys/0: publicKey is no key of sm2-sm3" in done.stderr
    (tmp_path / "own.pem").write_text(f"-----BEGIN PUBLIC KEY-----\n{off}\n-----END PUBLIC KEY-----\n")
    done = zhucun("verify", signed, "--trust", trust(tmp_path / "keys.json"), "--trust-key", tmp_path / "own.pem", "--lang", "en")
    assert done.exit_code == 2 and done.stderr.count("\n") == 1


def test_files_that_are_not_there_or_of_another_kind(signed: Path, tmp_path: Path) -> None:
    keys = trust(tmp_path / "keys.json")
    for arguments in (
        ("sign", signed, "--key", tmp_path / "none.pem"),
        ("sign", tmp_path / "none", "--key", PEMS["ed25519"]),
        ("sign", signed / "attendance.ndjson", "--key", PEMS["ed25519"]),
        ("verify", tmp_path / "none", "--trust", keys),
        ("verify", signed, "--trust", signed / "manifest.json"),
        ("verify", signed, "--trust", tmp_path),
        ("verify", signed / "attendance.ndjson", "--trust", keys),
        ("pack", tmp_path / "none", "-o", tmp_path / "x.zip"),
        ("pack", signed / "attendance.ndjson", "-o", tmp_path / "x.zip"),
    ):
        done = zhucun(*arguments)
        assert done.exit_code == 2, arguments
        assert done.stderr.startswith("zhucun: ")
    assert not (tmp_path / "x.zip").exists()


def test_a_package_is_not_written_in_part_where_a_file_is_not_what_the_manifest_pins(signed: Path, tmp_path: Path) -> None:
    (signed / "attendance.ndjson").write_bytes(ndjson(days(3)))
    assert zhucun("pack", signed, "-o", tmp_path / "x.zip").exit_code == 2
    assert not (tmp_path / "x.zip").exists()
