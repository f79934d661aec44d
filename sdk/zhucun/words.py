"""Every sentence and every word that the program says of its own, in Chinese and in English.

What the standard says of itself – titles, messages, code lists – stands in the standard. Here is the rest, by a key whose
first part names the room that says it. ``{name}`` is filled in; nothing personal ever is.
"""

from __future__ import annotations

from collections.abc import Mapping

#: The languages, in the order in which each word is written.
LANGUAGES = ("zh", "en")

WORDS: Mapping[str, tuple[str, str]] = {
    # what keeps a run from judging: zhucun.errors
    "no-path": ("找不到 {path}", "{path} does not exist"),
    "path-empty": (
        "给出的路径是空的；请写明批次文件夹、ZIP 或文件的路径",
        "the path given is empty; name the folder, zip or file to check",
    ),
    "unreadable": ("无法读取 {path}：{reason}", "{path} cannot be read: {reason}"),
    "empty": ("{path} 是空文件", "{path} is empty"),
    "more": ("另有 {count} 处问题未列出；请先改正以上各处", "{count} more are not listed; set these right first"),
    "special": (
        "{path} 是设备或套接字，不是文件；请给出批次文件夹、ZIP 或文件",
        "{path} is a device or a socket, not a file; name a folder, zip or file",
    ),
    "pipe-kind": (
        "从管道 {path} 读到的不是 ZIP，管道也没有能看出记录类型的名称；请改为给出文件（如 attendance.ndjson）或批次的 ZIP",
        "what the pipe {path} holds is no zip, and a pipe has no name that says the record type; "
        "name a file instead (such as attendance.ndjson), or send a zip of the batch",
    ),
    "pipe-long": (
        "从管道 {path} 读到的内容超过 {limit} GiB，已停止；请改为给出文件",
        "the pipe {path} gave more than {limit} GiB; name a file instead",
    ),
    "manifest-missing": (
        "{path} 中没有 manifest.json；批次须有清单，单个文件请直接给出文件路径",
        "{path} has no manifest.json; a batch needs one (to check a single file, name the file itself)",
    ),
    "manifest-below": (
        "{path} 最上层没有 manifest.json，但在 {seen} 找到；请给出（或打包）那个文件夹",
        "{path} has no manifest.json at its top, but there is {seen}; name (or pack) that folder",
    ),
    "manifest-named": (
        "{path} 是批次清单，不是记录文件；请给出它所在的文件夹",
        "{path} is the manifest of a batch, not a file of records; name the folder it lies in",
    ),
    "manifest-kind": ("{path} 不是普通文件，无法作为清单读取", "{path} is not a regular file, so it cannot be read as a manifest"),
    "manifest-long": ("{path} 超过 {limit} MiB，无法作为清单读取", "{path} is longer than {limit} MiB, which is too long for a manifest"),
    "manifest-encoding": ("manifest.json 不是 UTF-8 编码{guess}", "manifest.json is not UTF-8{guess}"),
    "manifest-bom": (
        "manifest.json 以字节顺序标记（BOM）开头，请以无 BOM 的 UTF-8 保存",
        "manifest.json starts with a byte-order mark; save it as UTF-8 without one",
    ),
    "manifest-json": ("manifest.json 第 {line} 行不是合法的 JSON：{what}", "manifest.json line {line} is not valid JSON: {what}"),
    "manifest-schema": ("manifest.json {pointer}：{what}", "manifest.json {pointer}: {what}"),
    "manifest-dates": ("manifest.json 的日期前后矛盾：{what}", "the dates in manifest.json contradict each other: {what}"),
    "coverage-dates": (
        "manifest.json /coverage/{n}（{kind}）：{end} 早于 {start}，请核对起止日期",
        "manifest.json /coverage/{n} ({kind}): {end} is before {start}; correct the dates",
    ),
    "coverage-kind": (
        "manifest.json /coverage/{n}（{kind}）：没有类别 {given}；可用的有：{known}",
        "manifest.json /coverage/{n} ({kind}): there is no kind {given}; there are {known}",
    ),
    "coverage-no-kinds": (
        "manifest.json /coverage/{n}（{kind}）：这类记录不分类别声明，请去掉 kind；可分类别的有：{known}",
        "manifest.json /coverage/{n} ({kind}): records of this type are not declared by kind; leave kind out (only {known} have kinds)",
    ),
    "mode-snapshot": (
        "manifest.json /{member}：只有更正批次（mode 为 CORRECTION）才写这一项",
        "manifest.json /{member}: only a correction (mode CORRECTION) has this member",
    ),
    "mode-no-files": ("manifest.json /files：全量批次至少列一个文件", "manifest.json /files: a snapshot lists at least one file"),
    "mode-supersedes": (
        "manifest.json：更正批次须写明 supersedes，即被更正批次的标识和其清单的 SHA-256",
        "manifest.json: a correction says in supersedes what it corrects: the batch's id and the SHA-256 of its manifest",
    ),
    "mode-lineage": (
        "manifest.json /{member}：这一项只写在全量批次中，更正批次不写",
        "manifest.json /{member}: only a snapshot has this member, a correction has none",
    ),
    "mode-nothing": (
        "manifest.json：更正批次既没有文件也没有撤回的记录，什么也没有更正",
        "manifest.json: a correction without files and without withdrawn records corrects nothing",
    ),
    "withdrawn-twice": (
        "manifest.json /withdrawn：{kind} {id} 撤回了两次，请只写一次",
        "manifest.json /withdrawn: {kind} {id} is withdrawn twice; say so once",
    ),
    "file-missing": ("清单列出的文件 {path} 不存在", "the manifest lists {path}, which does not exist"),
    "file-special": ("清单列出的 {path} 不是普通文件", "the manifest lists {path}, which is not a regular file"),
    "file-twice": ("清单重复列出文件 {path}", "the manifest lists {path} twice"),
    "file-outside": ("清单中的路径 {path} 指向批次之外", "the path {path} in the manifest leads out of the batch"),
    "file-backslash": (
        "清单中的路径 {path} 用了反斜杠；请用斜杠分隔文件夹，写作 {instead}",
        "the path {path} in the manifest has a backslash; write folders with slashes: {instead}",
    ),
    "file-link": ("{path} 是链接，批次中只能有普通文件", "{path} is a link; a batch holds plain files only"),
    "file-changed": (
        "{path} 在读取期间被改动或替换，结果不作数；请待其写完后重新校验",
        "{path} was changed or replaced while it was read, so nothing is said of it; check again when nobody writes to it",
    ),
    "file-digest": (
        "{path} 的 {algorithm} 摘要与清单不符：文件在生成清单之后被改动",
        "the {algorithm} digest of {path} differs from the manifest: the file was changed after the manifest was written",
    ),
    "file-count": ("{path} 有 {actual} 条记录，清单写的是 {listed} 条", "{path} holds {actual} records, the manifest says {listed}"),
    "file-kind": (
        "{path}：不认识的文件类型，应为 .ndjson 或 .json（均可再压缩为 .gz 或 .zst），或整个批次的 .zip",
        "{path}: unknown kind of file; should be .ndjson or .json (each may also be packed as .gz or .zst), or a .zip of a whole batch",
    ),
    "file-archive": (
        "{path} 是 {kind} 压缩包，不能读取；请解压后给出文件夹，或改打成 ZIP",
        "{path} is a {kind} archive, which is not read; unpack it and name the folder, or pack it as a zip",
    ),
    "file-sheet": (
        "{path} 是{kind}，在这里不能读取；表格请直接给出 .xlsx、.xls、.ods 或 .csv 文件，批次中的记录请存为 .ndjson（如 attendance.ndjson）",
        "{path} is a {kind}, which is not read here; name an .xlsx, .xls, .ods or .csv file itself, "
        "or keep the records of a batch as .ndjson (such as attendance.ndjson)",
    ),
    "file-packed": (
        "{path} 的内容是 {kind} 压缩数据，文件名却没有写明；请改名为以 {suffix} 结尾",
        "{path} holds {kind} data, though its name does not say so; let its name end in {suffix}",
    ),
    "file-not-packed": (
        "{path} 的内容不是 {kind} 压缩数据，与文件名不符；未压缩的文件请去掉 {suffix}，损坏的请重新压缩",
        "{path} does not hold {kind} data, as its name says; if it is not packed leave {suffix} off, if it is damaged pack it again",
    ),
    "file-encoding": (
        "{path} 第 {line} 行不是 UTF-8 编码{guess}；请另存为 UTF-8 后重新提交",
        "{path} line {line} is not UTF-8{guess}; save the file as UTF-8 and submit it again",
    ),
    "record-type": (
        "{path}：文件名看不出记录类型；应以下列之一开头：{known}",
        "{path}: the name does not say the record type; it should start with one of {known}",
    ),
    "truncated": ("{path} 的压缩数据不完整或已损坏", "the compressed data of {path} is truncated or damaged"),
    "window": (
        "{path} 以过大的窗口压缩（超过 {limit} MiB）；请不带 --long 选项重新压缩",
        "{path} was packed with a window of more than {limit} MiB; pack it again without the option --long",
    ),
    "bomb": (
        "{path} 解压后，整个批次超过压缩大小的 {ratio} 倍，已停止",
        "with {path}, the batch unpacks to more than {ratio} times its packed size; stopped",
    ),
    "zip-name": ("压缩包中的名称 {path} 指向批次之外", "the name {path} in the archive leads out of the batch"),
    "zip-bad": ("{path} 不是可读的 ZIP 文件（不完整或已损坏）", "{path} is not a readable zip file (truncated or damaged)"),
    "zip-encrypted": ("{path} 已加密，无法读取", "{path} is encrypted and cannot be read"),
    "zip-twice": ("压缩包中名称 {path} 出现两次", "the name {path} occurs twice in the archive"),
    "zip-folders": (
        "{path} 中有不止一个文件夹带 manifest.json：{seen}；请只打包一个批次",
        "several folders in {path} hold a manifest.json: {seen}; pack one batch only",
    ),
    "array": ("{path} 第 {line} 行：应为一个 JSON 数组：{what}", "{path} line {line}: should be a JSON array: {what}"),
    "not-json": ("不是合法的 JSON", "not valid JSON"),
    "array-lines": (
        "{path} 第 {line} 行：.json 文件应为一个 JSON 数组（[ … ]）；若每行一条记录，请改名为 .ndjson",
        "{path} line {line}: a .json file should be a JSON array ([ … ]); if it holds one record a line, name it .ndjson",
    ),
    "profile-unknown": ("没有名为 {name} 的地区规则；现有：{known}", "there is no profile {name}; there are: {known}"),
    "manifest-profile": (
        "manifest.json /profile：应为地区规则的标识（小写英文字母、数字和 -）；现有：{known}",
        "manifest.json /profile: should be the id of a profile (lower-case letters, digits and -); there are: {known}",
    ),
    "profile-folder": ("找不到文件夹 {path}，无法从中读取地区规则", "there is no folder {path} to read profiles from"),
    "profile-missing": (
        "{path} 中没有 profile.json，不是地区规则的文件夹",
        "{path} holds no profile.json; it is not the folder of a profile",
    ),
    "profile-form": (
        "{path} 不是合格的地区规则：{what} 处不合规定；用 zhucun profile check 查看原因",
        "{path} is no valid profile: something is wrong at {what}; zhucun profile check tells what",
    ),
    "profile-json": ("{path} 不是合格的地区规则：{what}", "{path} is no valid profile: {what}"),
    "profile-new": ("没有写出任何文件。{place}：{what}", "nothing was written. {place}: {what}"),
    "profile-sheet": ("没有写出任何文件。{sheet}!{cell}：{what}", "nothing was written. {sheet}!{cell}: {what}"),
    "profile-sheet-column": ("该列不是“{table}”的列", "the column is none of {table}"),
    "profile-sheet-value": ("单元格是错误值，或 16 位以上的数字", "the cell holds an error, or a number of sixteen digits or more"),
    "profile-sheet-twice": ("该列出现了两次", "the column stands there twice"),
    "profile-sheet-none": (
        "{path} 不是地区规则的工作簿：没有工作表“{sheet}”；可以用 zhucun profile sheet 生成",
        "{path} is no workbook of a profile: it has no sheet {sheet}; zhucun profile sheet makes one",
    ),
    "profile-sheet-unread": ("工作表“{sheet}”不是本标准的，没有读取", "the sheet {sheet} is none of the standard, so it is not read"),
    "profile-sheet.document": ("文件", "Document"),
    "profile-sheet.clauses": ("条款", "Clauses"),
    "row-unknown": ("地区规则 {profile} 没有政策行 {name}{near}", "the profile {profile} has no row {name}{near}"),
    # the list of clauses beside a profile
    "clauses-unreadable": ("无法读取 {path}：{what}", "{path} cannot be read: {what}"),
    "clauses-encoding": ("{path} 不是 UTF-8 编码{guess}；请另存为“CSV UTF-8”", "{path} is not UTF-8{guess}; save it as CSV in UTF-8"),
    "clauses-header": ("{path} 的首行应有 {wanted}，现为 {actual}", "the first line of {path} should have {wanted}; it has {actual}"),
    "clauses-row": ("{path} 第 {line} 行：{what}", "{path} line {line}: {what}"),
    "clauses-twice": ("条款 {id} 重复", "the clause {id} is there twice"),
    "clauses-blank": ("{column} 不能为空", "{column} is empty"),
    # how a Chinese document numbers its clauses: digits, tens and hundreds, and the form of article, paragraph and item
    "number.digits": ("〇一二三四五六七八九", "0123456789"),
    "number.zero": ("零", "0"),
    "number.units": ("十百", "TH"),
    "number.places": ("第?[（(]?([0-9〇零一二三四五六七八九十百]+)[）)]?(条|款|项|章|节|目|点)", "([0-9]+)()"),
    "clauses-id": ("条款编号 {given} 应以 {like} 的样子书写", "the clause id {given} should look like {like}"),
    "document-unknown": ("没有代码为 {name} 的文件{near}；现有：{known}", "there is no document {name}{near}; there are: {known}"),
    "profile-unreadable": ("无法读取 {path}：{what}", "{path} cannot be read: {what}"),
    # what is wrong with the text of a profile
    "json.at": ("第 {line} 行第 {column} 个字符处，{what}", "at line {line}, character {column}, {what}"),
    "json.line": ("第 {line} 行，{what}", "at line {line}, {what}"),
    "json.encoding": ("含有不是 UTF-8 的字节；请以 UTF-8 保存", "there are bytes that are not UTF-8; save the file as UTF-8"),
    "json.value": (
        "应有一个值（文字、数字、true、false、列表或对象）",
        "a value is missing (a text, a number, true, false, a list or an object)",
    ),
    "json.comma": ("缺少逗号或右括号", "a comma or a closing bracket is missing"),
    "json.colon": ("名称之后缺少冒号", "a colon is missing after the name"),
    "json.name": (
        "应有加英文双引号的名称；最后一项之后不能有逗号",
        "a name in double quotes is missing; there is no comma after the last entry",
    ),
    "json.trailing": ("最后一项之后不能有逗号", "there is no comma after the last entry"),
    "json.extra": ("内容已经结束，后面还有多余的文字", "the text goes on after its end"),
    "json.string": ("从这里开始的文字没有右引号", "the text that begins here has no closing quote"),
    "json.control": ("文字里不能换行或有控制字符", "a text holds no line break and no control character"),
    "json.wide": ("{found} 是中文标点，应写英文的 {wanted}", "{found} is Chinese punctuation; JSON has {wanted}"),
    "json.twice": (
        "同一对象中 {name} 出现了两次，后一次会盖掉前一次；请合并",
        "the name {name} stands twice in one object, so that one would be lost; join them",
    ),
    "json.object": ("最外层应为花括号中的一个对象", "the outermost should be one object in braces"),
    "json.other": ("不是合法的 JSON", "it is not valid JSON"),
    "profile-name": (
        "{path} 里的 id 是 {what}，与所在文件夹的名称不同；请改成一致",
        "{path} has the id {what}, which is not the name of its folder; make them the same",
    ),
    "profile-taken": (
        "{path} 的名称与标准自带的地区规则 {what} 相同；请换一个名称，或用路径直接给出",
        "{path} has the name of {what}, a profile of the standard; rename it, or give it by its path",
    ),
    "profile-circle": ("地区规则 {path} 的上位关系成环（经 {what}）", "the profile {path} extends itself, by way of {what}"),
    "version-unknown": (
        "没有安装标准的 {name} 版；已安装：{known}",
        "version {name} of the standard is not installed; there is: {known}",
    ),
    "standard": ("标准自身的文件有误：{what}", "the standard's own files are at fault: {what}"),
    "option-as-of": (
        "判断截止日应为 YYYY-MM-DD 形式的真实日期，例如 2021-12-31；给出的是 {value}",
        "the day to judge as of should be a real date, YYYY-MM-DD such as 2021-12-31; {value} was given",
    ),
    "option-as-of-early": (
        "判断截止日 {value} 早于批次期间的起始日 {start}；请给出 {start} 或以后的日期",
        "the day to judge as of, {value}, is before the batch's period, which begins on {start}; give {start} or a later day",
    ),
    "option-lang": ("语言应为 zh 或 en；给出的是 {value}", "the language should be zh or en; {value} was given"),
    "option-severity": (
        "严重程度应为 error、warning、info 之一；给出的是 {value}",
        "the severity should be error, warning or info; {value} was given",
    ),
    "option-max-findings": (
        "每条规则保留的发现数应为不小于 0 的整数；给出的是 {value}",
        "the number of findings to keep of each rule should be an integer, 0 or more; {value} was given",
    ),
    "option-require-judged": (
        "没有规则 {value}，无法要求对它作出判断；请写 all，或以逗号分隔的规则号{near}",
        "there is no rule {value} that could be required; write all, or ids of rules with commas between them{near}",
    ),
    "option-findings": (
        "报告已经写到标准输出，发现不能再写到那里；请为 --findings 或 --output 给出文件",
        "the report goes to standard output already; name a file with --findings or with --output",
    ),
    "option-findings-spark": (
        "--findings 只能在本机运行时使用；在 Spark 上请用 --max-findings 列出更多",
        "--findings works on one machine only; on Spark list more with --max-findings",
    ),
    "option-contract-spark": (
        "--contract 只能在本机运行时使用",
        "--contract works on one machine only",
    ),
    "option-id": (
        "标识应由英文字母、数字和 ._:- 组成，至多 64 个字符；给出的是 {value}",
        "an id should be of letters, digits and ._:-, at most 64 of them; {value} was given",
    ),
    "option-base-spark": (
        "--base 只能在本机运行时使用；请先用 zhucun apply 写出更正后的批次，再到 Spark 上校验",
        "--base works on one machine only; write the corrected batch with zhucun apply first, and validate that on Spark",
    ),
    "profile-none": ("未指定地区规则，请用 --profile 给出；现有：{known}", "no profile is named; give one with --profile: {known}"),
    "profile-dates": (
        "地区规则 {name} 自 {start} 起生效{until}，与批次期间 {first} 至 {last} 不重合，不能用来判断（约定 K14）",
        "the profile {name} binds from {start}{until}; the batch's period {first} to {last} lies outside, so it cannot be judged by it (K14)",
    ),
    "profile-undated": (
        "地区规则 {name} 没有生效日期，只作描述，不能判断批次",
        "the profile {name} has no effective date; it describes and cannot judge a batch",
    ),
    "rule-unknown": (
        "没有规则 {name}{near}；zhucun rule list 列出全部规则",
        "there is no rule {name}{near}; zhucun rule list lists them all",
    ),
    "codelist-unknown": (
        "没有代码表 {name}{near}；zhucun codelist list 列出全部代码表",
        "there is no code list {name}{near}; zhucun codelist list lists them all",
    ),
    "name-unknown": (
        "没有叫做 {name} 的规则、结构代码或字段{near}；规则如 {rule}，结构代码如 {structural}，字段如 {field}",
        "there is no rule, structural code or field {name}{near}; a rule is {rule}, a structural code {structural}, a field {field}",
    ),
    "sample-unbroken": (
        "合成样例中没有什么能使规则 {name} 在地区规则 {profile} 下报错：样例里没有 {rows} 所约束的记录（职务、层级、村类型或区划），"
        "或要改动的不止一处；没有写出任何文件",
        "nothing in the sample makes the rule {name} find something under the profile {profile}: the sample has no record that {rows} "
        "binds (roles, levels, kinds of village, division), or more than one change is needed; nothing was written",
    ),
    "rule-idle": ("规则 {name} 在地区规则 {profile} 下不运行", "the rule {name} does not run under the profile {profile}"),
    "folder-not-empty": ("{path} 已存在且不为空，请另选文件夹", "{path} exists and is not empty; choose another folder"),
    "sample-period": ("期间为空：{end} 早于 {start}", "the period is empty: {end} is before {start}"),
    "register-encoding": (
        "村名册 {path} 不是 UTF-8 编码{guess}；请另存为“CSV UTF-8（逗号分隔）”",
        "the register {path} is not UTF-8{guess}; save it as CSV UTF-8 with commas",
    ),
    "register-header": (
        "村名册 {path} 第一行应有逗号分隔的列名 {wanted}；实际是 {actual}",
        "the first line of the register {path} should hold the column names {wanted}, with commas between them; it holds {actual}",
    ),
    "register-row": (
        "村名册 {path} 第 {line} 行：{column} {wanted}",
        "the register {path}, line {line}: {column} {wanted}",
    ),
    "sample-villages": (
        "名册只有 {has} 个村，少于要生成的 {wanted} 个",
        "the register has {has} villages, fewer than the {wanted} asked for",
    ),
    "sample-cadres": ("至少需要 {least} 名干部，只要求了 {wanted} 名", "{least} cadres at least are needed, {wanted} were asked for"),
    "internal": (
        "程序出错，未得出结论（{what}）；设置环境变量 ZHUCUN_DEBUG=1 可看到详情",
        "a defect of the program, no verdict ({what}); set ZHUCUN_DEBUG=1 to see the details",
    ),
    "machine": (
        "这台机器给出的内存、线程或可打开的文件数已用尽，未得出结论：这不是批次的问题；请放宽限制，或把批次分成几份",
        "the memory, threads or open files that this machine gives are used up, no verdict; the batch is not at fault: "
        "raise the limits, or split the batch",
    ),
    "engine-space": (
        "内存（{memory}）或临时磁盘空间（{spill}）不够，未得出结论；请把环境变量 TMPDIR 指向更大的磁盘，或把批次分成几份",
        "memory ({memory}) or temporary disk space ({spill}) ran out, no verdict; let TMPDIR name a larger disk, or split the batch",
    ),
    "engine-path": (
        "路径 {path} 同时含有反斜杠与 [、* 或 ?，无法安全读取；请换一个名称",
        "the path {path} holds a backslash beside [, * or ? and cannot be read safely; choose another name",
    ),
    "workspace": (
        "临时文件夹 {path} 无法使用（{reason}）：这不是批次的问题；请腾出空间，或用环境变量 TMPDIR 指定另一个可写的文件夹",
        "the temporary folder {path} cannot be used ({reason}); the batch is not at fault: "
        "make room there, or name another folder in the environment variable TMPDIR",
    ),
    "no-space": ("无法写入 {path}：{reason}", "{path} cannot be written: {reason}"),
    # corrections: zhucun.exchange
    "line-long": (
        "{path} 第 {line} 行超过 {limit} MiB，无法照原样转写；请先改正",
        "{path} line {line} is longer than {limit} MiB and cannot be carried over; correct it first",
    ),
    "exchange-single": (
        "{path} 是单个文件，没有清单；这里需要一个完整的批次",
        "{path} is a single file without a manifest; a whole batch is needed here",
    ),
    "base-is-correction": (
        "{path} 本身是更正批次；请先用 zhucun apply 把它合入被更正的批次，再以结果为基础",
        "{path} is itself a correction; apply it to its own base first (zhucun apply), and go on from what comes out",
    ),
    "no-correction": (
        "{path} 是全量批次，不是更正批次（清单中 mode 应为 CORRECTION）",
        "{path} is a snapshot and no correction (its manifest should have the mode CORRECTION)",
    ),
    "correction-base": (
        "更正批次 {id} 更正的是批次 {wanted}，给出的却是 {given}；请给出 {wanted}",
        "the correction {id} corrects the batch {wanted}, and {given} was given; give {wanted}",
    ),
    "correction-digest": (
        "更正批次 {id} 更正的批次 {base} 内容不同：其清单摘要应为 {wanted}，给出的是 {given}；请找到发送方当时所用的那一份",
        "the correction {id} corrects another state of the batch {base}: its manifest has the digest {wanted}, that of the one given is {given}; "
        "find the one that the sender had",
    ),
    "correction-conflict": (
        "更正批次 {id} 更正的是 {base}，但 {base} 已被更正，现为 {last}；同一批次不能有两个更正，请发送方改以 {last} 为基础重做",
        "the correction {id} corrects {base}, which was corrected already and is now {last}; one batch has one correction: "
        "the sender should make it anew on {last}",
    ),
    "correction-id": (
        "更正批次的标识 {id} 已被它所更正的批次用过；请换一个标识",
        "the id {id} of the correction is that of a batch it comes after; give it another",
    ),
    "correction-sender": (
        "更正批次 {id} 的发送方是 {given}，被更正批次的发送方是 {wanted}；只有原发送方可以更正",
        "the correction {id} comes from {given}, the batch from {wanted}; only its own sender corrects a batch",
    ),
    "correction-profile": (
        "更正批次 {id} 写的地区规则是 {given}，被更正批次是 {wanted}；更正不改变适用规则",
        "the correction {id} names the profile {given}, the batch {wanted}; a correction does not change the profile",
    ),
    "correction-period": (
        "更正批次 {id} 的期间 {first} 至 {last} 超出被更正批次的期间 {start} 至 {end}",
        "the period of the correction {id}, {first} to {last}, reaches beyond that of the batch, {start} to {end}",
    ),
    "correction-coverage": (
        "更正批次的 /coverage/{n}（{kind}）超出被更正批次的完整性声明；更正不能扩大声明",
        "/coverage/{n} ({kind}) of the correction reaches beyond what the batch declares complete; a correction declares no more",
    ),
    "correction-faulty": (
        "更正批次 {path} 有 {n} 条记录不合格式，不能合入；请先用 zhucun validate 检查并改正",
        "{n} records of the correction {path} are not valid and cannot be taken over; check it with zhucun validate and correct them first",
    ),
    "correction-twice": (
        "更正批次 {path} 有 {n} 条记录与前面的记录标识相同，不知以哪条为准；请只留一条",
        "{n} records of the correction {path} have the id of an earlier one, so that it is not known which counts; leave one of each",
    ),
    "correction-empties": (
        "更正批次 {path} 撤回了全部记录，批次不再有内容；请改为报送新的全量批次",
        "the correction {path} withdraws every record, so that nothing is left; send a new snapshot instead",
    ),
    "withdrawn-held": (
        "{kind} {id} 既被撤回，又在更正批次的文件里；请只留其一",
        "{kind} {id} is withdrawn and stands in a file of the correction as well; leave one of the two",
    ),
    "withdrawn-missing": (
        "要撤回的 {kind} {id} 不在被更正的批次中",
        "{kind} {id} is to be withdrawn, and the batch that is corrected does not hold it",
    ),
    # signatures and what is exchanged with them
    "exchange-extra": (
        "签名和加密需要另装的部分；请运行 pip install 'zhucun[exchange]'",
        "signing and encrypting need an extra; run pip install 'zhucun[exchange]'",
    ),
    "exchange-json": ("{path} 不是合法的 JSON 对象：{what}", "{path} is not a JSON object as it should be: {what}"),
    "exchange-form": ("{path} 的 {what} 不合要求", "{path} is not valid at {what}"),
    "exchange-long": ("{path} 超过 {limit} MiB，不能读取", "{path} is longer than {limit} MiB and is not read"),
    "key-form": (
        "{path} 不是可用的私钥：应为不带口令的 PEM（PKCS #8），Ed25519 或 SM2，例如 openssl genpkey -algorithm ed25519 所写",
        "{path} is no private key that can be used: PEM (PKCS #8) without a password, Ed25519 or SM2, "
        "as openssl genpkey -algorithm ed25519 writes it",
    ),
    "trust-key": (
        "{path} 的 /keys/{n}：publicKey 不是 {algorithm} 的公钥（SubjectPublicKeyInfo 的 DER，以 base64 书写）",
        "{path} /keys/{n}: publicKey is no key of {algorithm} (SubjectPublicKeyInfo in DER, written in base64)",
    ),
    "envelope-other": (
        "{path} 签的是另一份清单；请删去后重新签名",
        "{path} signs another manifest; remove it and sign anew",
    ),
    "pack-folder": ("{path} 不是文件夹；请给出批次的文件夹来打包", "{path} is no folder; name the folder of a batch to pack"),
    "signature.VALID": ("签名有效", "signed by its sender"),
    "signature.UNSIGNED": ("没有签名", "not signed"),
    "signature.UNKNOWN_KEY": ("签名所用的密钥不在受信密钥表中，或不属于该发送方", "signed by a key that is not trusted for this sender"),
    "signature.EXPIRED": (
        "签名所用的密钥在批次的截止日期尚未生效、已过期或已撤销",
        "signed by a key that was not valid yet, no longer, or revoked on the day of the batch",
    ),
    "signature.INVALID": ("签名无效：所签内容不是这份清单，或签名不是该密钥所作", "what was signed is not this, or not by this key"),
    "contract-rule": ("{path} 的 /judged：没有规则 {name}{near}", "{path} /judged: there is no rule {name}{near}"),
    "contract.batch": ("须为带清单的批次，不收单个文件", "a whole batch with its manifest is taken, and no single file"),
    "contract.profiles": ("不收适用规则 {given}；可收的有：{known}", "batches under the profile {given} are not taken; taken are {known}"),
    "contract.senders": (
        "不收发送方 {given} 的批次；可收的有：{known}",
        "batches of the sender {given} are not taken; taken are those of {known}",
    ),
    "contract.standards": (
        "不收按标准 {given} 版写的批次；可收的有：{known}",
        "batches in version {given} of the standard are not taken; taken are {known}",
    ),
    "contract.receiver": ("批次是报给 {given} 的，这里是 {known}", "the batch is for {given}, and this is {known}"),
    "contract.recordTypes": ("须有下列类型的记录：{kinds}", "records of these types must be there: {kinds}"),
    "contract.coverage": (
        "须声明 {kind} 的记录在整个期间 {start} 至 {end} 内完整",
        "records of {kind} must be declared complete for the whole period, {start} to {end}",
    ),
    "contract.judged": (
        "有 {n} 条规则须作出判断而没有全部判断：{rules}",
        "{n} rules had to judge everything and did not: {rules}",
    ),
    "contract.refuseFrom": (
        "有 {n} 条发现达到拒收的严重程度 {severity}",
        "{n} findings are of severity {severity} or above, which refuses the batch",
    ),
    "contract.verdict": ("校验未能完成，不能接收", "the validation is incomplete, so the batch cannot be taken"),
    "contract.signed": (
        "须有发送方的有效签名；核验结果为 {outcome}",
        "a valid signature of the sender is needed; verification says {outcome}",
    ),
    "contract.algorithms": ("还须有这种算法的有效签名：{known}", "a valid signature by this algorithm is needed too: {known}"),
    "contract.kept": ("符合接收约定", "the contract is kept"),
    "receipt.batch": ("回执说的不是批次 {path}", "the receipt is not one of the batch {path}"),
    "receipt.report": ("回执说的不是报告 {path}，或报告已被改动", "the receipt is not one of the report {path}, or the report was changed"),
    "receipt.previous": ("回执之前的一份不是 {path}", "the receipt before this one is not {path}"),
    "receipt.ACCEPTED": ("已接收", "accepted"),
    "receipt.ACCEPTED_WITH_WARNINGS": ("已接收，有警告", "accepted, with warnings"),
    "receipt.REJECTED": ("拒收", "rejected"),
    "receipt.UNREADABLE": ("无法读取", "unreadable"),
    "receipt.said": (
        "{status}：批次 {batch}，由 {receiver} 于 {day} 出具（{signature}）",
        "{status}: the batch {batch}, by {receiver} on {day} ({signature})",
    ),
    "records-unread": (
        "{path} 有 {n} 条记录读不出标识，无法比较；请先用 zhucun validate 检查并改正",
        "{n} records of {path} show no id and cannot be compared; check it with zhucun validate and correct them first",
    ),
    "diff-same": ("{left} 与 {right} 的记录相同，没有什么可更正", "{left} and {right} hold the same records: there is nothing to correct"),
    "diff.added": ("新增", "added"),
    "diff.removed": ("删除", "removed"),
    "diff.changed": ("改动", "changed"),
    "diff.nothing": ("两个批次的记录相同", "both batches hold the same records"),
    "diff.unread": (
        "有些行读不出标识，没有比较：前者 {left} 行，后者 {right} 行",
        "lines that show no id were not compared: {left} of the first, {right} of the second",
    ),
    "diff.title": ("比较：{left} → {right}", "Compared: {left} → {right}"),
    "diff.more": ("另有 {n} 处未列出", "{n} more are not listed"),
    "diff.stay": ("仍在", "still there"),
    "public-key-form": (
        "{path} 不是 PEM 格式的 Ed25519 或 SM2 公钥；用 openssl pkey -in 私钥 -pubout 写出",
        "{path} is no public key of Ed25519 or SM2 in PEM; openssl pkey -in PRIVATE -pubout writes one",
    ),
    "trust-unsigned": (
        "{path} 不是由 --trust-key 的密钥签名的受信密钥表；请用 zhucun trust sign 签名，或改用正确的公钥",
        "{path} is no trust list that the key of --trust-key has signed; sign it with zhucun trust sign, or name the right key",
    ),
    "trust-key-none": (
        "{path} 是签名的受信密钥表；请用 --trust-key 给出签名者的公钥",
        "{path} is a signed trust list; name the public key of who signed it with --trust-key",
    ),
    "trust-changed": (
        "{path} 的内容与签名不符，可能已被改动；不能使用",
        "{path} does not agree with its signature; it may have been changed and is not used",
    ),
    "trust.signed": ("已写入 {target}，由密钥 {keyid} 签名", "{target} written, signed by the key {keyid}"),
    "parts-prefix": ("清单的 parts 中前缀 {prefix} 出现两次", "two parts of the manifest have the prefix {prefix}"),
    "parts-own": (
        "{profile} 所声明的 {kind} 字段 {field} 与另一部分所用规则的声明不同，不能放在同一批次里判断；请分开校验",
        "{profile} declares the field {field} of {kind} otherwise than the profile of another part does, and both cannot be judged "
        "in one batch; validate the parts apart",
    ),
    "merge-parts": (
        "{path} 本身由几个批次合并而成，各部分另有适用规则；请先用 zhucun split --by sender 拆开，再合并各部分",
        "{path} was itself merged, of parts that have profiles of their own; take it apart with zhucun split --by sender and merge those",
    ),
    "merge-profile": (
        "各批次的适用规则 {names} 没有共同的上位规则在 {first} 至 {last} 生效；请用 --profile 给出合并批次的适用规则",
        "the profiles {names} have no profile above them in common that binds between {first} and {last}; "
        "name the profile of the whole with --profile",
    ),
    "pseudonym-parts": (
        "{path} 的各部分按各自的适用规则判断，假名化后分不清哪条记录属于哪一部分；请先用 zhucun split --by sender 拆开",
        "the parts of {path} are judged by profiles of their own, and under pseudonyms nobody could tell whose a record is; "
        "take it apart with zhucun split --by sender first",
    ),
    "spark-parts": (
        "{path} 的各部分按各自的适用规则判断，Spark 不能这样做；请用 zhucun validate 校验",
        "the parts of {path} are judged by profiles of their own, which Spark cannot do; use zhucun validate",
    ),
    "prefixes-form": (
        "{path} 应是一个 JSON 对象：发送方标识对应前缀（至多 16 个英文字母、数字和 ._-）",
        "{path} should be a JSON object: the id of each sender and its prefix (at most 16 letters, digits and ._-)",
    ),
    "prefix-twice": (
        "{path} 中两个发送方的前缀都是 {prefix}；请各用一个",
        "two senders in {path} have the prefix {prefix}; give each its own",
    ),
    "prefix-none": ("{path} 的发送方 {sender} 没有登记前缀", "the sender {sender} of {path} has no registered prefix"),
    "prefix-again": (
        "{path} 的 {kind} {id} 已带有登记的前缀；不会再加一次，请使用合并前的批次",
        "{kind} {id} of {path} bears a registered prefix already; none is put before it again: take the batch as it was before merging",
    ),
    "merge-long": (
        "{path} 的 {kind} {id} 加上前缀后有 {length} 个字符，超过 {longest} 个；请登记更短的前缀，或由发送方改短标识",
        "{kind} {id} of {path} would be {length} characters long with its prefix, more than {longest}; "
        "register a shorter prefix, or let the sender shorten its ids",
    ),
    "merge-personal": (
        "{path} 的 {kind} {id} 以个人号码作标识，不能合并；请由发送方改用别的标识",
        "{kind} {id} of {path} is a number of a person and cannot be merged; let the sender use another id",
    ),
    "merge-unread": (
        "{path} 的第 {n} 条 {kind} 记录读不出标识，无法合并；请先用 zhucun validate 检查并改正",
        "record {n} of {kind} in {path} shows no id and cannot be merged; check the batch with zhucun validate and correct it first",
    ),
    "merge-sender": (
        "{path} 与前面的批次同为发送方 {sender}；每个发送方只能有一个批次",
        "{path} is another batch of the sender {sender}; each has one",
    ),
    "merge-differs": (
        "{path} 的 {member} 是 {given}，而 {other} 是 {wanted}；只合并期间相同的批次",
        "{member} of {path} is {given}, that of {other} {wanted}; batches of one period are merged",
    ),
    "split-not-merged": (
        "{path} 不是合并而成的批次（清单没有 parts），不能按发送方拆分",
        "{path} was not merged (its manifest has no parts) and cannot be split by sender",
    ),
    "diff-manifest": (
        "{path} 的 {member} 与前一批次不同，更正批次改不了它；请报送新的全量批次",
        "{member} of {path} is not that of the first batch, and no correction changes it; send a new snapshot",
    ),
    "pseudonym-key": (
        "密钥文件 {path} 不足 {n} 个字节；例如用 head -c 32 /dev/urandom 生成",
        "the key in {path} is shorter than {n} bytes; head -c 32 /dev/urandom makes one, for example",
    ),
    "pseudonym-faulty": (
        "{path} 有 {n} 条记录不合格式，无法判断其中有哪些个人信息；请先用 zhucun validate 检查并改正",
        "{n} records of {path} are not valid, and what they say of a person cannot be told; check it with zhucun validate and correct them first",
    ),
    "recipient-form": (
        "{given} 不是 age 公钥（age1…），也不是这样的公钥文件",
        "{given} is no public key of age (age1…), nor a file of such keys",
    ),
    "identity-form": (
        "{path} 不是 age 私钥文件（AGE-SECRET-KEY-1…，由 age-keygen 生成）",
        "{path} is no file with a private key of age (AGE-SECRET-KEY-1…, as age-keygen writes it)",
    ),
    "not-encrypted": ("{path} 没有加密；请去掉 --identity", "{path} is not encrypted; leave --identity out"),
    "decrypt-key": (
        "{path} 无法用这把私钥解密：不是为它加密的，或文件已损坏",
        "{path} cannot be decrypted with this private key: it is for another, or the file was changed",
    ),
    "file-encrypted": (
        "{path} 是加密的（age）；请用 --identity 给出私钥文件",
        "{path} is encrypted (age); name the file of your private key with --identity",
    ),
    "merge-options": (
        "合并多个发送方的批次需要同时给出 --prefixes、--id 和 --sender；都不给出时，还原一个拆分过的批次",
        "to merge batches of several senders give --prefixes, --id and --sender; without any of them a batch that was split is given back",
    ),
    "split-unread": (
        "{path} 的第 {n} 条 {kind} 记录读不出标识，无法拆分；请先用 zhucun validate 检查并改正",
        "record {n} of {kind} in {path} shows no id and cannot be put into a part; check the batch with zhucun validate and correct it first",
    ),
    "split-stray": (
        "{path} 的 {kind} 记录 {id} 不带任何部分的前缀，不能按发送方拆分",
        "the {kind} record {id} of {path} bears the prefix of no part, and the batch cannot be split by sender",
    ),
    "split-long": (
        "{path} 的批次标识 {id} 加上区划代码后超过 {longest} 个字符，不能拆分",
        "the id {id} of {path} would be longer than {longest} characters with a division code behind it, and the batch is not split",
    ),
    "whole-none": (
        "{path} 不是拆分出的部分；合并多个发送方的批次请给出 --prefixes、--id 和 --sender",
        "{path} was not split from another batch; to merge batches of several senders give --prefixes, --id and --sender",
    ),
    "whole-carried": (
        "{path} 所带的原批次清单与它的清单所指的不符",
        "the manifest of the whole in {path} is not the one that its own manifest names",
    ),
    "whole-other": ("{path} 与 {other} 不是同一批次的部分", "{path} and {other} are parts of different batches"),
    "whole-order": (
        "{path} 的 whole.order 与它的记录不符",
        "whole.order in {path} does not fit its records",
    ),
    "whole-lacks": (
        "缺少部分：原批次的第 {n} 条 {kind} 记录不在任何一个部分中，或多出了记录",
        "a part is missing: record {n} of {kind} of the whole is in none of them, or there are more than there were",
    ),
    "whole-differs": (
        "原批次的第 {n} 条 {kind} 记录在不同部分中不一致",
        "record {n} of {kind} of the whole is not the same in every part",
    ),
    "whole-changed": (
        "合并后的 {path} 与原批次清单的摘要不符：某个部分被改动过",
        "{path} does not come out as the manifest of the whole pins it: a part was changed",
    ),
    "merged": ("已写入 {target}：{parts} 个批次，记录 {n} 条", "{target} written: {parts} batches, {n} records"),
    "split.done": ("已写入 {target}：{names}", "{target} written: {names}"),
    "exchange.packed": ("已写入 {target}：{n} 个文件", "{target} written: {n} files"),
    "exchange.signed": ("已签名：{target}（密钥 {keyid}）", "signed: {target} (key {keyid})"),
    "exchange.applied": ("已写入 {target}：批次 {id}，记录 {n} 条", "{target} written: the batch {id}, {n} records"),
    # baselines: zhucun.exchange.baseline
    "baseline-twice": (
        "{path} 的 /entries/{n} 与前面的一项是同一条发现（{fingerprint}）；请只留一项",
        "{path} /entries/{n} is of the same finding as an entry before it ({fingerprint}); leave one of the two",
    ),
    "baseline-long": (
        "要接受的发现超过 {limit} 条，一个基线装不下；请先改正批次，或用 --fail-on 只管更严重的",
        "there are more than {limit} findings to accept, more than a baseline holds; mend the batch first, or let --fail-on heed the more severe only",
    ),
    "baseline-stale": (
        "基线 {path} 有 {n} 项的发现已不存在，可用 --prune-baseline 移除：{what}",
        "the findings of {n} entries of the baseline {path} are gone; --prune-baseline removes them: {what}",
    ),
    "baseline-pruned": (
        "已从基线 {path} 移除 {n} 项，其发现已不存在：{what}",
        "{n} entries were removed from the baseline {path}, for their findings are gone: {what}",
    ),
    "baseline-over": (
        "基线 {path} 有 {n} 项已过所写的末日（或批次没有判断截止日），不再接受：{what}",
        "{n} entries of the baseline {path} accept no more, for their last day is past or the batch is judged as of no day: {what}",
    ),
    "baseline-unseen": (
        "基线 {path} 有 {n} 项没有对应的发现，但相应的记录或规则未能全部判断，不能断定已改正，予以保留",
        "{n} entries of the baseline {path} were not met, but what would find them could not judge everything, so they are kept",
    ),
    "earlier-unjudged": (
        "{path} 是没有作出判断的报告，不能用来比较；请给出一份判断完成的报告",
        "{path} is the report of a run that judged nothing and cannot be compared with; give one that came to a judgement",
    ),
    "earlier-partly": (
        "先前的报告没有逐条列出 {rules} 的发现，未列出的都算新出现；请用更大的 --max-findings 写那份报告",
        "the earlier report does not list every finding of {rules}, and what it does not list counts as new; write it with a greater --max-findings",
    ),
    "option-baseline": (
        "--baseline、--write-baseline 只能用其一；--prune-baseline 须与 --baseline 同用",
        "give one of --baseline and --write-baseline; --prune-baseline goes with --baseline",
    ),
    "option-baseline-stdout": ("基线须写入文件，不能写到标准输出", "a baseline goes into a file, not to standard output"),
    "option-baseline-spark": (
        "--engine spark 不逐条过目全部发现，不能与基线或先前的报告比较；请用 --engine local",
        "--engine spark does not look at every finding one by one, so there is no comparing with a baseline or an earlier report; use --engine local",
    ),
    # appointment forms: zhucun.exchange.lrmx
    "lrmx-doctype": (
        "{path} 含有文档类型声明，可能藏有外部引用，不予读取；任免审批表没有这种声明，请重新导出",
        "{path} has a document type, which may hide references to elsewhere, and is not read; appointment forms have none: export it again",
    ),
    "lrmx-root": (
        "{path} 不是干部任免审批表（lrmx）：根元素应为 Person",
        "{path} is no appointment form (lrmx): its root should be Person",
    ),
    "lrmx-twice": (
        "{path} 中 {name} 出现不止一次，不知以哪个为准",
        "{name} is there more than once in {path}, so it is not known which counts",
    ),
    "lrmx-xml": ("{path} 第 {line} 行不是合法的 XML", "{path} line {line} is not valid XML"),
    "lrmx-encoding": (
        "{path} 的字节与所声明的编码不符；请以 UTF-8 或 GBK 重新导出",
        "the bytes of {path} are not of the encoding that it declares; export it again in UTF-8 or GBK",
    ),
    "lrmx-element": (
        "{path} 的元素 {name} 不在对照表中，没有转入",
        "the element {name} of {path} is not in the mapping and was not taken over",
    ),
    "lrmx-value": (
        "{path} 的“{what}”没有对应的代码，没有转入；请在记录中补填",
        "what {path} says of “{what}” has no sure code and was not taken over; fill it in on the record",
    ),
    "lrmx-left": ("干部记录中没有这些内容的位置，没有转入：{what}", "a cadre has no place for these, so they were not taken over: {what}"),
    # steps, on a progress line
    "step.open": ("读取", "reading"),
    "step.structure": ("结构", "structure"),
    "step.rules": ("规则", "rules"),
    "step.sample": ("生成", "writing"),
    "step.cases": ("用例", "cases"),
    # reports
    "report.error": ("错误", "error"),
    "report.warning": ("警告", "warning"),
    "report.info": ("提示", "info"),
    "report.pass": ("通过", "pass"),
    "report.fail": ("不通过", "fail"),
    "report.incomplete": ("未能完成", "incomplete"),
    "report.unreadable": ("无法读取", "unreadable"),
    "report.more": ("……另有 {n} 条", "… and {n} more"),
    "report.clauses": ("依据", "basis"),
    "report.inherited": ("继承自上级规则", "inherited"),
    "report.assumed": ("继承自上级规则（推定适用）", "inherited (assumed to apply)"),
    "report.interpreted": ("依解释", "rests on an interpretation"),
    "report.candidate": ("待认定", "candidate, no determination yet"),
    "report.verdict": ("结论", "Verdict"),
    "report.colon": ("：", ": "),
    "report.semicolon": ("；", "; "),
    "report.closing": ("结论：{verdict} — {counts}（{records}）；{weight}", "Verdict: {verdict} — {counts} ({records}); {weight}"),
    "report.closing.unsaid": ("结论：{verdict} — {unsaid}", "Verdict: {verdict} — {unsaid}"),
    "report.summary": ("{error} 个错误，{warning} 个警告，{info} 条提示", "errors {error}, warnings {warning}, info {info}"),
    "report.records": ("记录 {n} 条", "records {n}"),
    "report.accepted": ("基线接受的发现", "Accepted by the baseline"),
    "report.acceptedCount": ("基线接受：{summary}", "accepted by the baseline: {summary}"),
    "report.acceptedSince": ("自 {since} 起接受", "accepted since {since}"),
    "report.acceptedUntil": ("接受至 {until}", "accepted until {until}"),
    "report.new": ("新出现", "new"),
    "report.knownCount": ("先前的报告已有：{summary}", "in the earlier report already: {summary}"),
    "report.counting": ("计入退出码：{summary}", "counting for the exit code: {summary}"),
    "report.stale": ("基线中已无对应发现的：{n} 项", "entries of the baseline whose finding is gone: {n}"),
    "report.over": ("基线中已过末日、不再接受的：{n} 项", "entries of the baseline that accept no more: {n}"),
    "report.quality": ("数据质量（GB/T 36344-2018）", "Data quality (GB/T 36344-2018)"),
    "report.qualityOf": (
        "发现 {findings} 条；适用规则 {apply} 条，全部判断 {full}，部分判断 {part}，未判断 {none}",
        "{findings} findings; {apply} rules apply, {full} judged fully, {part} in part, {none} not at all",
    ),
    "report.unsaid": ("没有作出任何判断", "nothing was judged"),
    "report.weight": (
        "规则：适用 {apply} 条，全部判断 {full} 条，部分判断 {part} 条，完全未判断 {none} 条",
        "rules: {apply} apply, {full} judged fully, {part} in part, {none} not at all",
    ),
    "report.judged": ("能够判断多少", "How much could be judged"),
    "report.ran": (
        "运行规则 {ran} 条，不适用 {idle} 条，未判断 {skipped} 条，失败 {failed} 条",
        "{ran} rules ran, {idle} do not apply, {skipped} not evaluated, {failed} failed",
    ),
    "report.missing": ("{rule} 有 {n} 条记录无法判断：{why}", "{rule} could not judge {n} records: {why}"),
    "report.field": ("缺少 {what}", "{what} is missing"),
    "report.coverage": (
        "没有声明 {what} 的记录在所需期间内完整（coverage.{what}）",
        "records of {what} are not declared complete for the time that is needed (coverage.{what})",
    ),
    "report.parts": (
        "这些机构其他部分也有，其他部分的记录可能说明没有问题（parts）",
        "other parts have these organisations too, and their records may refute it (parts)",
    ),
    "report.part": ("{part}（{profile}）：{what}", "{part} ({profile}): {what}"),
    "report.no-part": ("不属于任何部分的记录", "records of no part"),
    "report.of-part": ("部分 {part}", "part {part}"),
    "report.by-part": ("各部分，按各自的适用规则", "The parts, each by its profile"),
    "report.period": (
        "批次期间内没有相应的完整{what}（period.{code}）",
        "their {what} does not lie whole inside the batch's period (period.{code})",
    ),
    "report.register": (
        "登记表 {what} 不含所需的内容（register.{what}）",
        "the register {what} does not hold what is needed (register.{what})",
    ),
    "report.absent": (
        "{rule} 未判断：批次没有提交、也未声明完整的记录 {what}",
        "{rule} was not evaluated: records neither handed in nor declared complete: {what}",
    ),
    "report.alone": (
        "这是更正批次，只检查了格式；{n} 条规则都要与被更正的批次合起来才能判断，请用 --base 给出该批次",
        "this is a correction, of which only the form was checked; {n} rules need the batch that it corrects: give it with --base",
    ),
    "report.failed": ("{rule} 运行失败：{what}", "{rule} failed: {what}"),
    "report.nothing": ("没有发现问题", "Nothing was found"),
    "report.leftOut": (
        "{n} 条 {kind} 记录不合格式，规则没有看到它们；先改正格式，再看与它们有关的发现",
        "{n} {kind} records are not valid, so the rules did not see them; correct them first, then look at findings about them",
    ),
    "report.omitted": (
        "{rule} 另有 {n} 条未逐条列出；全部列出请用 --findings 文件，或调大 --max-findings",
        "{rule}: {n} more are not listed; for all of them use --findings FILE, or raise --max-findings",
    ),
    "report.cut": (
        "{n} 条发现未写入：这种格式最多容纳 {limit} 条，已保留最严重的；全部列出请用 --findings 文件",
        "{n} findings are left out: this format takes {limit}, and the most severe are kept; for all of them use --findings FILE",
    ),
    "report.unlisted": ("有达到 {severity} 的发现未逐条列出", "findings of severity {severity} or above are not listed one by one"),
    "report.outside": (
        "地区规则 {profile} 不在标准之内，由提交者另行给出",
        "The profile {profile} is not part of the standard; it was given from outside",
    ),
    # a calendar period, as one that is or is not whole
    "report.period.MONTH": ("月份", "month"),
    "report.period.QUARTER": ("季度", "quarter"),
    "report.period.HALF_YEAR": ("半年", "half-year"),
    "report.period.YEAR": ("年度", "year"),
    "report.period.TWO_YEARS": ("两年", "period of two years"),
    "report.root": ("代码库的根目录；路径都相对于它", "The root of the repository, to which all paths are relative"),
    # the conformance harness
    "suite.passed": ("通过", "passed"),
    "suite.expectedFailure": ("预期不通过", "failed as expected"),
    "suite.question": ("存疑", "question"),
    "suite.failed": ("不一致", "failed"),
    "suite.unexpectedPass": ("本应不通过", "passed unexpectedly"),
    "suite.skipped": ("跳过", "skipped"),
    "suite.errored": ("出错", "errored"),
    "suite.notClaimed": ("未声明", "not claimed"),
    "suite.verdict": ("结论：应为 {expected}，实为 {given}", "verdict: expected {expected}, given {given}"),
    "suite.absent": ("缺少", "missing"),
    "suite.extra": ("多出", "extra"),
    "suite.different": ("不同", "different"),
    "suite.notEvaluated": ("应报告未能判断：{rule} {missing}", "should be reported as not evaluated: {rule} {missing}"),
    "suite.judged": ("不应报告未能判断：{rule} {missing}", "should not be reported as not evaluated: {rule} {missing}"),
    "suite.shouldBe": ("{name} 应为 {expected}，实为 {given}", "{name}: expected {expected}, given {given}"),
    "suite.of": ("{ok} / {all} 个用例符合预期", "{ok} of {all} cases as expected"),
    "suite.conformance": ("符合性", "conformance"),
    "suite.noSuite": (
        "没有找到测试集：它在代码库的 conformance/ 中，安装包里也带有一份；此次安装两者皆无",
        "the suite is not there: it is in conformance/ of a checkout and in the wheel, and this installation has neither",
    ),
    "suite.noCase": ("没有标识为 {id} 的用例", "there is no case with the id {id}"),
    "suite.layDown": ("写出批次：zhucun conformance show {id} -o 文件夹", "to lay it down: zhucun conformance show {id} -o FOLDER"),
    "suite.expects": ("应有：", "expected:"),
    "suite.notNormative": ("（变异用例，不作为判定依据）", "(a mutant's case: it binds nobody)"),
    "suite.badCase": ("用例 {path} 不合要求：{what}", "the case {path} is not valid: {what}"),
    "suite.idTwice": ("用例 {path} 的标识 {id} 已被使用", "the case {path} has an id that is used already: {id}"),
    "suite.badList": ("无法读取 {path}：{what}", "{path} cannot be read: {what}"),
    "suite.noList": ("{path} 应是一个对象：用例标识（或通配）对应理由", "{path} should be one object: case id (or glob) to the reason"),
    "suite.noneSelected": ("没有可运行的用例：没有选中任何用例", "no case to run: none was selected"),
    "suite.noneClaimed": (
        "没有可运行的用例：选中的 {count} 个，该实现都没有声明支持",
        "no case to run: of {count} selected the implementation claims none",
    ),
    "suite.noCommand": ("没有这个命令：{command}", "no such command: {command}"),
    "suite.cannotStart": ("无法启动 {command}：{what}", "{command} cannot be started: {what}"),
    "suite.wrongSeq": ("对第 {wanted} 个请求的回答写的是 seq {given}", "answered seq {given} to request {wanted}"),
    "suite.noAnswer": ("{limit} 秒内没有回答，进程已终止{stderr}", "no answer within {limit} s; the process was ended{stderr}"),
    "suite.ended": ("进程已结束，退出码 {status}{stderr}", "the process ended with exit code {status}{stderr}"),
    "suite.noJson": ("不是一行 JSON：{line}{stderr}", "not a line of JSON: {line}{stderr}"),
    "suite.badAnswer": ("回答不合 {schema}：{what}{stderr}", "not a valid answer ({schema}): {what}{stderr}"),
    # the form that a schema asks of a value, and members that are not known
    "form.string": ("文本，写在双引号内", "a text in double quotes"),
    "form.integer": ("整数，不加引号", "an integer without quotes"),
    "form.boolean": ("true 或 false，不加引号", "true or false without quotes"),
    "form.array": ("列表 [ … ]", "a list [ … ]"),
    "form.object": ("对象 { … }", "an object { … }"),
    "form.characters": ("个字符", "characters"),
    "form.items": ("项", "items"),
    "form.example": ("{form}，例如 {example}", "{form}, for instance {example}"),
    "form.oneOf": ("{listed}", "one of {listed}"),
    "form.manyCodes": ("代码表 {name}（{title}）的 {n} 个代码之一", "one of the {n} codes of {name} ({title})"),
    "form.code": ("{code}（{title}）", "{code} ({title})"),
    "form.fewCodes": ("{listed}，取自代码表 {name}（{title}）", "{listed}, from {name} ({title})"),
    "form.orOwn": ("{form}，或适用的地区规则为它声明的自有代码", "{form}, or a code of its own that the profile declares for it"),
    "form.between": ("{low} 至 {high}", "{low} to {high}"),
    "form.atMost": ("至多 {high}", "at most {high}"),
    "form.atLeast": ("至少 {low}", "at least {low}"),
    "member.meant": ("：{name} 应写作 {meant}", ": {name} should be {meant}"),
    "member.place": ("：所在对象的第 {position} 个成员", ", the {position} member of its object"),
    # a profile that is being written, or shown
    "profile.name": (
        "应与文件夹名 {name} 相同，否则无法按名称找到",
        "should be the name of the folder, {name}, or the profile cannot be found by it",
    ),
    "profile.clauses": ("该行没有条款；每行须注明所依条款", "the row has no clause; each row cites the clause it rests on"),
    "profile.schema": ("{what}", "{what}"),
    "profile.given": ("，现写作 {given}{near}", "; it is {given}{near}"),
    "profile.clauseId": (
        "条款编号 {given} 应写作“文件代码-编号”，只用英文字母、数字、点和短横，例如 {like}",
        "the clause id {given} should be the document's code, a hyphen and a number, in ASCII letters, digits, dots and hyphens: {like} for instance",
    ),
    "profile.twice": ("行标识重复", "the row id is used twice"),
    "profile.same": (
        "与 {other} 说的是同一件事，两行同时有效；请合并，或用 validFrom、validTo 分开",
        "speaks of the same thing as {other}, and both are in force; join them, or keep them apart with validFrom and validTo",
    ),
    "profile.borrowed": (
        "条款 {clause} 不属于本文件 {document}；不得借用他处规定",
        "the clause {clause} is not of this document ({document}); no row is borrowed",
    ),
    "profile.note": ("依解释的行须说明理由（note）", "an interpreted row needs a note that says why"),
    "profile.beside": (
        "{by}为“{value}”时，不看{column}；请删去",
        "where {by} is “{value}”, {column} is not read; remove it",
    ),
    "profile.codeBeside": (
        "{by}为“{value}”时，{column}不能是“{code}”：没有规则据此判断",
        "where {by} is “{value}”, {column} cannot be “{code}”: no rule reads it there",
    ),
    "profile.value": ("{name}的取值应写在 {wanted} 一栏", "the value of {name} belongs in the column {wanted}"),
    "profile.surplus": (
        "{name}的取值写在 {wanted} 一栏，{column} 不起作用；请删去",
        "the value of {name} stands in {wanted}; {column} says nothing and should go",
    ),
    "profile.off": (
        "取值为“否”：没有规则据以判断；文件没说的，请删去此行",
        "the value is false: no rule judges anything by it; leave the row out where the text says nothing",
    ),
    "profile.asks": ("{what}须写明 {column}", "{what} needs {column}"),
    "profile.idly": ("{what}不看 {column}；请删去", "{what} does not read {column}; remove it"),
    "profile.field": ("{type}没有字段 {field}{near}", "{type} has no field {field}{near}"),
    "profile.code": ("{of}没有取值 {value}{near}", "{of} has no value {value}{near}"),
    "profile.own-twice": ("{what}声明了两次", "{what} is declared twice"),
    "profile.own-codes": ("类型为 CODE 的字段须列出 codes", "a field of type CODE lists its codes"),
    "profile.own-idle-codes": ("只有类型为 CODE 的字段才有 codes；请删去", "only a field of type CODE has codes; remove them"),
    "profile.own-bulk": (
        "考勤这类数量极大的记录不按自有字段判断；政策行不能提到 {field}",
        "records of which there may be very many are not judged by fields of one's own; a row cannot name {field}",
    ),
    "profile.field-form": ("{field} 不是日期，这里要求日期字段", "{field} holds no day, and here it must"),
    "profile.own-op": (
        "{field} 的类型不能这样比较；{op}比较的是 {column}",
        "{field} cannot be compared so; {op} compares {column}",
    ),
    "profile.unread": (
        "没有规则读取这一行；文件只是这样说的，请改为 {declaration}",
        "no rule reads this row; where the text merely says so, make it a {declaration}",
    ),
    "profile.idle": (
        "不起作用：{rule} 读取它，但还缺{needs}，因而不运行",
        "nothing comes of it: {rule} would read it, but does not run without {needs}",
    ),
    "profile.empty": ("还没有任何政策行", "there are no policy rows yet"),
    "profile.undated": (
        "没有生效日期，只能作描述，不能判断批次；文件没写日期而又要判断的，把 effectiveFromBasis 写作 ASSUMED，给出假定的日期并在 effectiveFromNote 里说明理由",
        "no effective date: it describes and cannot judge a batch. Where the text has no date and batches are to be judged all the same, write effectiveFromBasis ASSUMED with the day that is assumed, and why in effectiveFromNote",
    ),
    "profile.assumed": (
        "生效日期是假定的，须在 effectiveFromNote 里说明理由；依它得出的发现至多为警告",
        "the effective day is assumed: say why in effectiveFromNote; findings by it weigh no more than a warning",
    ),
    "profile.dateless": (
        "依据为“{basis}”，与有无生效日期不符",
        "the basis is “{basis}”, which does not fit with whether there is an effective day",
    ),
    "profile.taken": (
        "文件代码 {document} 已由 {by} 使用，请换一个",
        "the document code {document} is used by {by} already; choose another",
    ),
    "profile.division": ("区划登记册中没有 {given}", "the register of divisions has no {given}"),
    "profile.ends": ("失效日期早于生效日期", "it ends before it begins"),
    "profile.never": ("该行没有任何有效日期", "the row is valid on no day"),
    "profile.early": ("行的起始日期早于生效日期，以后者为准", "the row begins before the profile; the later day counts"),
    "profile.orphan": ("没有上位规则却写了继承依据", "an inheritance basis without a parent"),
    "profile.basis": ("须说明继承是文件写明（STATED）还是推定（ASSUMED）", "say whether the inheritance is STATED or ASSUMED"),
    "profile.parent": ("没有上位规则 {name}；现有：{known}", "there is no profile {name}; there are: {known}"),
    "profile.before": (
        "早于上位规则生效；继承的行自上位规则生效起适用",
        "begins before its parent; inherited rows bind from the parent's day",
    ),
    "profile.looser": ("比上位规则的 {row} 宽：{what}", "looser than the parent's {row}: {what}"),
    "profile.other": (
        "与上位规则的 {row} 不同，是宽是严无法证明：{what}",
        "differs from the parent's {row}, and nothing proves that it is no looser: {what}",
    ),
    "profile.opens": (
        "上位规则没有这一行；它使上位规则的要求更容易达到",
        "the parent has no such row; it makes what the parent asks easier to meet",
    ),
    "profile.gone": ("（没有）", "(nothing)"),
    "profile.unlisted": ("clauses.csv 没有列出条款 {clause}", "clauses.csv does not list the clause {clause}"),
    "profile.reader": ("{row}：{rules}", "{row}: {rules}"),
    "profile.nobody": ("没有规则读取", "no rule reads it"),
    "profile.declared": ("声明，不作判断", "declared, not judged"),
    "profile.carried": (
        "{clauses} 条条款，{rows} 行政策，由 {rules} 条规则读取；{none} 条条款无承载",
        "{clauses} clauses, {rows} rows, read by {rules} rules; {none} clauses that nothing carries",
    ),
    "profile.uncarried": ("无承载的条款：{which}", "clauses that nothing carries: {which}"),
    "place.source": ("来源", "source"),
    "place.authority": ("效力", "authority"),
    "place.from": ("生效", "binds from"),
    "place.extends": ("上位", "extends"),
    "place.rules": ("规则", "rules"),
    "place.own": ("自有字段与代码", "fields and codes of its own"),
    "place.never": ("不详，不据以判断", "unknown, nothing is judged by it"),
    "place.because": ("{what}（{why}）", "{what} ({why})"),
    "unit.day": ("天", " days"),
    "unit.night": ("夜", " nights"),
    "unit.workingDay": ("个工作日", " working days"),
    "unit.month": ("个月", " months"),
    "unit.year": ("年", " years"),
    "unit.percent": ("%", "%"),
    "unit.person": ("人", " persons"),
    "place.inherited": ("继承", "inherited"),
    "place.interpreted": ("依解释", "interpreted"),
    "place.silent": ("（未作规定）", "(silent)"),
    # a policy row, explained
    "row.says": ("内容", "Says"),
    "row.note": ("说明", "Note"),
    "row.marks": ("规范强度", "Strength"),
    "row.weight": ("依它得出的发现", "Findings weigh"),
    "row.days": ("有效期", "In force"),
    "row.since": ("自{first}起", "from {first}"),
    "row.never": ("任何一天都不生效", "on no day"),
    "row.read": ("读取它的规则", "Read by"),
    "row.idle": ("未运行的规则", "Not running"),
    "row.lacks": ("{rule}：还缺{needs}", "{rule}: lacks {needs}"),
    "row.and": ("、", " and "),
    "row.declared": ("声明，不作判断", "Declared; nothing is judged by it"),
    "row.unread": ("没有规则读取这一行", "No rule reads this row"),
    # a rule, a structural code or a field, explained
    "explain.asks": ("要求", "Asks"),
    "explain.message": ("消息", "Message"),
    "explain.fix": ("处理办法", "Put right"),
    "explain.conventions": ("约定", "Conventions"),
    "explain.profiles": ("地区规则", "Profiles"),
    "explain.entails": ("连带", "Entails"),
    "explain.idle": ("不运行", "does not run"),
    "explain.own": ("标准自身的规则", "a rule of the standard itself"),
    "explain.clauses": ("条款", "Clauses"),
    "explain.breaking": ("示例：下列语句使合法样本违反本规则", "Example: this makes a valid sample break the rule"),
    "explain.meaning": ("含义", "Meaning"),
    "explain.severity": ("严重程度", "Severity"),
    "explain.example": ("示例：{kind} 文件中的下列内容会这样报", "Example: this, in a file of {kind}, is reported so"),
    "explain.field": ("某字段", "a field"),
    "explain.expected": ("（所要求的）", "(what is asked)"),
    "explain.target": ("记录", "record"),
    "explain.required": ("必填", "Required"),
    "explain.form": ("格式", "Form"),
    "explain.codelist": ("代码表", "Code list"),
    "explain.readers": ("读它的规则", "Rules that read it"),
    "explain.refers": ("引用", "Refers to"),
    "explain.type": ("类型", "Type"),
    "explain.length": ("长度", "Length"),
    "explain.value": ("数值", "Value"),
    "explain.items": ("项数", "Items"),
    # what a profile asks of the data: zhucun.places.needs
    "needs.record": ("记录类型", "Record type"),
    "needs.title": ("记录名称", "Record in Chinese"),
    "needs.field": ("字段", "Field"),
    "needs.name": ("中文名", "Field in Chinese"),
    "needs.meaning": ("含义", "Meaning"),
    "needs.form": ("填写形式", "Form"),
    "needs.codelist": ("代码表", "Code list"),
    "needs.required": ("必填", "Required"),
    "needs.unjudged": ("不填则无法判断的规则", "Rules that judge nothing without it"),
    "needs.absent": ("不填本身就可能是发现的规则", "Rules to which its absence may be the finding"),
    "needs.rows": ("写明该字段的政策行", "Policy rows that name it"),
    "needs.rules": ("读取它的规则", "Rules that read it"),
    "needs.example": ("示例", "Example"),
    "needs.yes": ("是", "yes"),
    "needs.complete": (
        "声明 {what} 在整个期间内完整；没有声明的，不会因为没有这类记录而得出结论",
        "Declare {what} complete for the whole period; without that nothing is concluded from a missing record",
    ),
    "needs.coverage": (
        "清单中须声明完整，下列规则才会因为没有记录而得出结论：",
        "What the manifest must declare complete, before these rules conclude anything from a missing record:",
    ),
    "needs.refers": ("引用{target}的标识", "the id of a {target}"),
    "needs.line": ("{label}：{value}", "{label}: {value}"),
    "type.string": ("文本", "text"),
    "type.integer": ("整数", "integer"),
    "type.boolean": ("是否（true 或 false）", "true or false"),
    "type.array": ("列表", "list"),
    "type.object": ("对象", "object"),
    "type.each": ("{outer}，每项为{inner}", "{outer}, each of them: {inner}"),
    # workbooks: zhucun.sheets
    "database-extra": (
        "读写 PostgreSQL 需要另装：pip install 'zhucun[postgresql]'",
        "PostgreSQL needs an extra: pip install 'zhucun[postgresql]'",
    ),
    "database-connect": ("连不上 {path}：{reason}", "{path} cannot be reached: {reason}"),
    "database-manifest": (
        "{path} 的表 manifest 须恰有一行，即这一批次的清单；现有 {count} 行",
        "the table manifest of {path} must have one row, the manifest of its batch; it has {count}",
    ),
    "database-full": (
        "{path} 已有一个批次；一个模式（schema）只放一个批次，请另用一个",
        "{path} holds a batch already; a schema holds one, so take another",
    ),
    "database-refused": ("{path} 不接受这些记录：{reason}", "{path} does not take these records: {reason}"),
    "database-failed": ("{path} 中断了工作：{reason}", "{path} ended the work: {reason}"),
    "database-record": (
        "{path} 第 {line} 行不符合标准，未写入数据库；请先用 zhucun validate 查明并改正",
        "{path}, line {line} is not as the standard has it, so nothing was loaded; see zhucun validate and set it right first",
    ),
    "database-address": (
        "数据库地址须以 postgresql:// 开头",
        "the address of a database must begin with postgresql://",
    ),
    "database-file": (
        "{path} 没有清单；写入数据库的须是批次",
        "{path} has no manifest; what is loaded must be a batch",
    ),
    "sheet-extra": ("读写工作簿需要另装：pip install 'zhucun[sheets]'", "workbooks need an extra: pip install 'zhucun[sheets]'"),
    "sheet-password": ("{path} 有密码；请先去掉密码再交", "{path} has a password; take it off first"),
    "sheet-broken": (
        "{path} 不能作为工作簿读取：文件损坏，或内容与后缀不符；请在表格软件中另存为 .xlsx 再交",
        "{path} cannot be read as a workbook: it is damaged, or is not what its name says; save it as .xlsx again",
    ),
    "sheet-wide": (
        "{path} 的单元格分布得过宽，无法读取；请删去数据以外的单元格",
        "the cells of {path} lie too far apart to be read; delete those outside the data",
    ),
    "sheet-text": (
        "{path} 不能作为表格文本读取；请另存为 CSV（UTF-8 或 GBK），或另存为 .xlsx",
        "{path} cannot be read as a table of text; save it as CSV (UTF-8 or GBK) or as .xlsx",
    ),
    "sheet-none": (
        "{path} 不是本标准（版本 {version}）的工作簿：没有一个工作表的名称或标题可以认出；可以用 zhucun sheet template 生成模板，工作表为{known}",
        "{path} is no workbook of this standard (version {version}): no sheet can be told by its name or its titles; "
        "zhucun sheet template makes one, with sheets for {known}",
    ),
    "sheet-empty": ("{path} 中没有填写任何记录", "{path} holds no record yet"),
    "sheet-manifest": ("{path} 的工作表“{sheet}”没有填写{name}", "the sheet {sheet} of {path} does not say {name}"),
    "sheet-long": (
        "{kind} 的 {field} 有一处超过单元格能容纳的 {limit} 字，无法写入工作簿",
        "a value of {field} in {kind} is longer than the {limit} characters that a cell holds, so no workbook can hold it",
    ),
    "sheet-rows": (
        "{kind} 的记录超过工作表能容纳的 {limit} 行；请按期间或单位分成几个批次",
        "there are more records of {kind} than the {limit} rows of a sheet; split the batch by time or unit",
    ),
    "sheet-line": (
        "{path} 第 {line} 行不是一个 JSON 对象，没有写入工作簿",
        "{path} line {line} is no JSON object, so it is not in the workbook",
    ),
    "sheet-key": (
        "{path} 第 {line} 行中有重复的键或超出范围的数，工作簿中只有其中能读出的一个",
        "{path} line {line} has a key twice, or a number out of range: the workbook holds what can be read of it",
    ),
    "sheet-type": ("没有记录类型 {name}；可用：{known}", "there is no record type {name}; there are: {known}"),
    "sheet-target": ("{path} 须以 .xlsx 结尾", "the name {path} must end in .xlsx"),
    "sheet-annotate": (
        "{path} 不是工作簿，无法标注；--annotate 用于 .xlsx、.xls、.ods 和 CSV",
        "{path} is no workbook, so it cannot be marked; --annotate is for .xlsx, .xls, .ods and CSV",
    ),
    "sheet-annotate-spark": ("--annotate 不能与 --engine spark 同时使用", "--annotate does not go with --engine spark"),
    "sheet.workbook": ("驻村干部数据表", "Workbook of stationed cadres"),
    "sheet.help": ("填表说明", "How to fill in"),
    "sheet.manifest": ("清单", "Manifest"),
    "sheet.examples": ("示例", "Examples"),
    "sheet.codes": ("代码表", "Codes"),
    "sheet.results": ("检查结果", "Findings"),
    "sheet.yuan": ("（元）", " in yuan"),
    "sheet.unit": ("元", "yuan"),
    "sheet.between": ("、", ", "),
    "sheet.parent": ("所属{kind}", "{kind} it belongs to"),
    "sheet.yes": ("是 有 对 √ ✓ ✔", "true yes y 1"),
    "sheet.no": ("否 无 不 × ✗ ✘ 错", "false no n 0"),
    "sheet.calendar": ("年 月 日", "year month day"),
    "sheet.marks": ("必填 选填 可选", "required optional free"),
    "sheet.needed": ("必填", "required"),
    "sheet.free": ("选填", "optional"),
    "sheet.many": ("可填多项，用顿号隔开", "several may stand there, with commas between"),
    "sheet.refers": (
        "填写“{kind}”表中的标识；名称不重复的，也可以填名称",
        "the id of a record of {kind}, or its name where only one bears it",
    ),
    "sheet.form.text": ("文本", "text"),
    "sheet.form.code": ("从下拉列表中选择", "choose from the list"),
    "sheet.form.date": ("日期，例如 2021-05-01、2021年5月1日", "a day, such as 2021-05-01"),
    "sheet.form.month": ("月份，例如 2021-05", "a month, such as 2021-05"),
    "sheet.form.integer": ("整数", "a whole number"),
    "sheet.form.money": ("金额，单位元，最多两位小数", "money in yuan, with two decimals at most"),
    "sheet.form.boolean": ("是或否", "yes or no"),
    "sheet.form.reference": ("标识", "an id"),
    "sheet.form.json": ("JSON 对象", "a JSON object"),
    "sheet.type": ("记录类型", "Record type"),
    "sheet.kind": ("类别", "Kind"),
    "sheet.from": ("起始日期", "From"),
    "sheet.to": ("终止日期", "To"),
    "sheet.complete": ("完整", "Complete"),
    "sheet.declare": (
        "下列哪些记录在期间内是完整的？填“是”的，缺了会被查出来；日期不填的，按上面的期间。",
        "Which of these are complete for the time? Where the answer is yes, what is absent is found; without days the period above counts.",
    ),
    "sheet.how": (
        "怎样填写\n"
        "1. 先填“清单”：谁报送、适用哪一地的规则、期间和截止日期。\n"
        "2. 每种记录一个工作表，每条记录一行，从第 3 行开始。标题带 * 的必填；单元格右上角的批注写明填什么。\n"
        "3. 有下拉列表的，从列表中选；只写中文名称也可以。一格填多项的，用顿号隔开。\n"
        "4. 标识可以不填，读取时按姓名和单位、日期、村自动编写；引用别的表时，名称不重复的可以直接写名称。\n"
        "5. 身份号码、代码等长数字的列已设为文本，请不要改；16 位以上的数字一旦变成数值就会丢失末尾。\n"
        "6. 本表不需要的列已经折叠，点击表头上方的加号展开。可以增加自己的列，不会被读取，也不会影响校验。\n"
        "7. 填好后运行：zhucun validate 本表.xlsx --annotate 标注.xlsx",
        "How to fill in\n"
        "1. First the manifest: who sends, whose rules apply, the period and the as-of day.\n"
        "2. A sheet for each record type, a row for each record, from row 3 on. Titles with * are required; comments say what goes there.\n"
        "3. Where there is a drop-down, choose from it. Several values in one cell are separated by commas.\n"
        "4. Ids may be left out; they then follow from name and unit, day and village. A name stands for an id where only one bears it.\n"
        "5. Columns of long numbers are text; leave them so: a number of sixteen digits or more loses its end.\n"
        "6. Columns that these rules do not need are folded away. Columns of your own are not read.\n"
        "7. Then run: zhucun validate THIS.xlsx --annotate MARKED.xlsx",
    ),
    "sheet-month": (
        "{path} 的工作表“{sheet}”是按月的考勤表，但看不出是哪一年哪一月；请在标题或工作表名称中写明，例如 2026年3月",
        "the sheet {sheet} of {path} is a month's table of attendance, and nothing says of which month; say it in its title or name, "
        "such as 2026-03",
    ),
    "sheet.symbols": ("考勤符号", "Symbols"),
    "sheet.grid.date-marks": ("日 号", "day"),
    "sheet.grid.year-marks": ("年 年度", "year"),
    "sheet.grid": ("考勤月表", "Attendance of a month"),
    "sheet.grid.name-of": ("考勤 {month}", "Attendance {month}"),
    "sheet.grid.month": ("月份", "Month"),
    "sheet.grid.month-of": ("{year}年{month}月", "{year}-{month}"),
    "sheet.grid.symbol": ("符号", "Symbol"),
    "sheet.grid.at-village": ("在本行所写的村", "In the village of the row"),
    "sheet.grid.remark": ("备注", "Remark"),
    "sheet.grid.symbols-how": (
        "考勤月表中每格一个符号，在这里写明含义；没有写明状态的符号不会被猜测。上午、下午不同的，写“√/假”这样的组合，并写明按哪一种状态计。",
        "Each cell of a month's table has one symbol, explained here; one without a status is not guessed at. "
        "Where the halves of a day differ, write the two with a stroke between and which status counts.",
    ),
    "sheet.grid.id": ("干部标识 人员标识 编号", "cadre"),
    "sheet.grid.name": ("干部姓名 人员姓名 人员 干部 驻村人员", "name"),
    "sheet.grid.unit": ("单位 派出单位 工作单位 选派单位 所在单位", "unit"),
    "sheet.grid.village": ("村 驻村 派驻村 所驻村 村名 驻点村", "village"),
    "sheet.grid.half": ("时段 午别 上下午", "half"),
    "sheet.grid.morning": ("上午 上", "am morning"),
    "sheet.grid.afternoon": ("下午 下", "pm afternoon"),
    "sheet.grid.weekdays": (
        "一 二 三 四 五 六 日 天 周一 周二 周三 周四 周五 周六 周日 星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天",
        "mon tue wed thu fri sat sun",
    ),
    "sheet.grid.ignored": (
        "序号 合计 小计 总计 共计 天数 出勤 缺勤 备注 说明 签名 签字 签章 审核 职务 日期 星期",
        "total days remark signature weekday",
    ),
    "sheet.grid.totals": ("合计 小计 总计 共计 备注 说明 填表 制表 审核 符号", "total remark legend"),
    "sheet.head.severity": ("严重程度", "Severity"),
    "sheet.head.rule": ("规则", "Rule"),
    "sheet.head.cell": ("位置", "Cell"),
    "sheet.head.record": ("记录", "Record"),
    "sheet.head.message": ("内容", "Message"),
    "sheet.head.fix": ("怎样改正", "What to do"),
    "sheet.head.more": ("另有 {n} 条未在此列出；请用 --format html 查看全部", "{n} more are not listed here; --format html shows all"),
    # the page that is forwarded: zhucun.reports.html
    "html.brand": ("驻村 Zhucun", "Zhucun"),
    "html.chinese": ("中文", "Chinese"),
    "html.title": ("校验报告 {batch}", "Validation report {batch}"),
    "html.made": ("由 {tool} 按标准 {standard} 生成", "Made by {tool} by the standard {standard}"),
    "html.as-of": ("判断截止日 {day}", "judged as of {day}"),
    "html.means.pass": ("没有错误；没有判断的部分见右侧", "No error; what was not judged is told beside"),
    "html.means.fail": ("至少有一个错误须改正后再交", "At least one error is to be set right before it is handed in again"),
    "html.means.incomplete": (
        "有规则没有运行到底，或要求判断的没有判断",
        "A rule did not come to its end, or one that is required was not judged",
    ),
    "html.several.error": ("个错误", "errors"),
    "html.several.warning": ("个警告", "warnings"),
    "html.several.info": ("条提示", "info"),
    "html.unjudged": ("没有判断的 {n} 项及原因", "{n} things that were not judged, and why"),
    "html.months": ("按月份", "By month"),
    "html.counties": ("按县", "By county"),
    "html.counties-more": ("另有 {n} 个县，共 {found} 条", "{n} more counties, with {found} findings"),
    "html.counted": (
        "只计下面列出的 {n} 条；另有 {more} 条没有列出",
        "Counted are the {n} findings listed below; {more} more are not listed",
    ),
    "html.nowhere": ("看不出在哪个县", "county not known"),
    "html.filter.county": ("县", "County"),
    "html.silence": (
        "能够判断的都符合要求；没有判断的不算符合。",
        "All that could be judged is as it should be; what was not judged does not count as such.",
    ),
    "html.rules": ("要做什么", "What to do"),
    "html.why": ("要求", "What is asked"),
    "html.do": ("怎样改正", "What to do"),
    "html.besides": ("未列出的", "Not listed"),
    "html.page": ("说明页面", "Its page"),
    "html.show": ("在下表中列出", "List them below"),
    "html.findings": ("逐条列出", "One by one"),
    "html.first": (
        "这里列出 {all} 条中的前 {n} 条；在能运行脚本的浏览器中可以看到全部并筛选。",
        "These are the first {n} of {all}; a browser that runs scripts shows all of them and filters.",
    ),
    "html.filter.severity": ("严重程度", "Severity"),
    "html.filter.rule": ("规则", "Rule"),
    "html.filter.type": ("记录", "Record"),
    "html.filter.place": ("位置", "Place"),
    "html.filter.text": ("内容", "Text"),
    "html.column.severity": ("严重程度", "Severity"),
    "html.column.rule": ("规则", "Rule"),
    "html.column.type": ("记录类型", "Record type"),
    "html.column.id": ("标识", "Id"),
    "html.column.place": ("位置", "Place"),
    "html.column.text": ("内容", "Message"),
    "html.reset": ("清除筛选", "Clear filters"),
    "html.save": ("存为 CSV", "Save as CSV"),
    "html.more": ("再列出一些", "Show more"),
    "html.all": ("全部", "All"),
    "html.search": ("标识、词语、字段……", "id, word, field …"),
    "html.count": ("列出 {shown} 条，符合条件的共 {n} 条", "{shown} shown of {n} that match"),
    "html.batch": ("整个批次", "the batch as a whole"),
    # the service: zhucun.service
    "serve.extra": ("服务需要另装：pip install 'zhucun[serve]'", "the service needs an extra: pip install 'zhucun[serve]'"),
    "serve.no-address": (
        "无法在 {host} 的端口 {port} 上监听：{reason}；请用 --host、--port 换一个",
        "cannot listen on {host}, port {port}: {reason}; choose others with --host and --port",
    ),
    "serve.ready": ("服务已启动：{address}（按 Ctrl-C 停止）", "listening on {address} (Ctrl-C stops it)"),
    "serve.open": (
        "{host} 可从其他机器访问，而服务不核验来者身份；请在前面设置反向代理",
        "{host} can be reached from other machines, and the service asks nobody who they are; put a proxy before it",
    ),
    "serve.no-parameter": ("没有参数 {name}{near}；可用的有：{known}", "there is no parameter {name}{near}; there are {known}"),
    "serve.twice": ("参数 {name} 给出了不止一次", "the parameter {name} is given more than once"),
    "serve.own-types": (
        "只有 {kind} 的内容才用参数 {name}；批次和工作簿自己写明记录类型",
        "the parameter {name} is for {kind} only; batches and workbooks name their record types themselves",
    ),
    "serve.which-type": (
        "请用参数 {name} 写明内容是哪种记录：{known}",
        "say in the parameter {name} what records the body holds: {known}",
    ),
    "serve.no-type": ("没有记录类型 {value}{near}；现有：{known}", "there is no record type {value}{near}; there are {known}"),
    "serve.unproved": (
        "还没有进程在所给的限额内得出过结论；若一直如此，请放宽内存或时限",
        "no process has come to a verdict within the limits given; if that goes on, give more memory or time",
    ),
    "serve.title.parameter": ("参数不正确", "Wrong parameter"),
    "serve.title.no-path": ("没有这个地址", "No such path"),
    "serve.title.method": ("此地址不接受这种方法", "Method not allowed"),
    "serve.title.form": ("没有所要的格式", "No such form of report"),
    "serve.title.slow": ("内容来得太慢", "Body too slow"),
    "serve.title.too-large": ("内容过大", "Body too large"),
    "serve.title.media-type": ("不接受这种内容", "Body of an unknown kind"),
    "serve.title.unreadable": ("无法读作批次", "Not to be read as a batch"),
    "serve.title.failure": ("服务出错", "Failure of the service"),
    "serve.title.busy": ("服务繁忙", "Service busy"),
    "serve.title.time-limit": ("超出时限", "Out of time"),
    "serve.title.resources": ("内存或磁盘不够", "Out of memory or disk"),
    "serve.detail.no-path": ("各地址见 /openapi.json", "the paths are listed in /openapi.json"),
    "serve.detail.method": ("可用的方法见回应头 Allow", "the header Allow of this answer names those that are"),
    "serve.detail.form": ("Accept 可写：{known}", "Accept may name {known}"),
    "serve.detail.slow": (
        "超过 {limit} 秒没有收到足够的内容，已停止接收",
        "too little of the body came for more than {limit} seconds; no more of it was waited for",
    ),
    "serve.detail.too-large": ("内容最大 {limit} MiB；请压缩，或分成几份", "a body may have {limit} MiB; compress it, or split the batch"),
    "serve.detail.media-type": (
        "Content-Type 可写：{known}；内容不另作 Content-Encoding",
        "Content-Type may be {known}, without a Content-Encoding",
    ),
    "serve.detail.failure": (
        "未得出结论：这是服务的问题，不是批次的问题",
        "no verdict was reached; that is the service's failure, and the batch is not at fault",
    ),
    "serve.detail.busy": (
        "现在轮不到；请按 Retry-After 过后再试",
        "there is no place now; come again when Retry-After says",
    ),
    "serve.detail.time-limit": (
        "{limit} 秒内未得出结论：这不是批次的问题；请分成几份，或请运行者放宽时限",
        "no verdict within {limit} seconds; the batch is not at fault: split it, or ask whoever runs the service for more time",
    ),
    "serve.detail.resources": (
        "内存或磁盘不够，未得出结论：这不是批次的问题；请分成几份，或请运行者放宽限制",
        "memory or disk ran out, no verdict; the batch is not at fault: split it, or ask whoever runs the service for more",
    ),
    # the page on which a file is dropped: zhucun.service.page
    "drop.title": ("驻村 校验", "Zhucun: check a batch"),
    "drop.about": (
        "把批次的 ZIP、工作簿（.xlsx）或一个记录文件（.ndjson）放到这里。文件只交给本服务，校验后即删除，不写入日志。",
        "Drop the zip of a batch, a workbook (.xlsx) or one file of records (.ndjson). It goes to this service only, "
        "is deleted once it is checked, and nothing of it is logged.",
    ),
    "drop.drop": ("把文件拖到这里，或点击选择", "Drop a file here, or click to choose one"),
    "drop.limit": ("最大 {limit} MiB", "up to {limit} MiB"),
    "drop.profile": ("地区规则", "Profile"),
    "drop.own-profile": ("按清单所写", "as the manifest says"),
    "drop.as-of": ("判断截止日", "Judge as of"),
    "drop.record-type": ("记录类型（.ndjson）", "Record type (.ndjson)"),
    "drop.by-name": ("按文件名", "by the file's name"),
    "drop.save": ("保存报告", "Save the report"),
    "drop.report": ("校验报告", "Validation report"),
    "drop.kind": ("请放入以下列结尾的文件：{kinds}", "Please drop a file that ends in {kinds}"),
    "drop.large": ("文件过大", "The file is too large"),
    "drop.checking": ("正在校验 {name} ……", "Checking {name} …"),
    "drop.done": ("{name}：{verdict}", "{name}: {verdict}"),
    "drop.lost": ("未能与服务通信，请再试一次", "The service could not be reached; please try again"),
    "drop.colon": ("：", ": "),
    "drop.pass": ("通过", "pass"),
    "drop.fail": ("未通过", "fail"),
    "drop.incomplete": ("未能完成", "incomplete"),
    # the checker as one page
    "page-none": (
        "这份安装里没有网页版；在代码库中运行 python -m tools.page（需要 Node 20 或更高版本）即可生成",
        "this installation does not hold the page; python -m tools.page in the repository builds it (with Node 20 or later)",
    ),
    "page.title": ("驻村检查", "Zhucun checker"),
    "page.lead": (
        "在浏览器里检查一个批次：断网也能用，文件不离开本机。",
        "Checks a batch in the browser, without a network; no file leaves this machine.",
    ),
    "page.drop": (
        "把批次文件夹、ZIP 或单个记录文件拖到这里",
        "Drop the folder of a batch, a zip of it or a single file of records here",
    ),
    "page.folder": ("选择文件夹", "Choose a folder"),
    "page.file": ("选择文件", "Choose a file"),
    "page.profile": ("地区规则", "Profile"),
    "page.from-manifest": ("按清单所写", "as the manifest says"),
    "page.other": ("再检查一批", "Check another"),
    "page.html": ("存为网页", "Save the page"),
    "page.json": ("存为 JSON", "Save as JSON"),
    "page.csv": ("存为 CSV", "Save as CSV"),
    "page.starting": ("正在启动检查程序……", "Starting the checker …"),
    "page.reading": ("正在读取文件……", "Reading the files …"),
    "page.structure": ("正在检查格式……", "Checking the structure …"),
    "page.tables": ("正在建立数据表……", "Filling the tables …"),
    "page.rules": ("正在按规则判断……", "Judging by the rules …"),
    "page.report": ("正在写报告……", "Writing the report …"),
    "page.ready": ("可以开始", "Ready"),
    "page.failed": (
        "检查程序出错，没有得出结论；这不说明文件有问题：{what}",
        "The checker failed and says nothing of the files: {what}",
    ),
    "page.old": (
        "这个浏览器缺少检查程序所需的功能；请用较新的 Chrome、Edge、Firefox 或 Safari 打开",
        "This browser lacks what the checker needs; open it in a recent Chrome, Edge, Firefox or Safari",
    ),
    "page.single": (
        "单个文件没有清单，只检查了格式，没有运行任何规则；要按地区规则判断，请给出整个批次",
        "A single file has no manifest: only its structure was checked and no rule ran; give the whole batch to have it judged",
    ),
    "page.kept": (
        "{rule} 另有 {n} 条未逐条列出，总数已计入",
        "{rule}: {n} more are not listed; they are counted",
    ),
    "page.bound": (
        "{path} 解压后超过 {limit} GiB，浏览器容纳不下；请用命令行检查",
        "{path} unpacks to more than {limit} GiB, which a browser cannot hold; use the command line",
    ),
    # what fills in a sentence of any room
    "fill.near": ("（是否为 {near}？）", " (did you mean {near}?)"),
    "fill.comma": ("、", ", "),
    "fill.yes": ("是", "yes"),
    "fill.no": ("否", "no"),
    "fill.withheld": ("（内容不显示）", "(not shown)"),
    "fill.absent": ("未登记", "not on record"),
    "fill.money": ("{yuan}元", "{yuan} yuan"),
    "fill.in-fen": ("（分）", " in fen"),
    "fill.level": ("{level}级", "{level}"),
    "fill.dispatch-level": ("派出层级", "level of dispatch"),
    "fill.actor": ("{body}（{level}）", "{body} ({level})"),
    "fill.empty": ("（空）", "(empty)"),
    "fill.nothing": ("（空）", "nothing"),
    "fill.stdout": ("标准输出", "standard output"),
    "fill.digits": ("应为 12 位数字", "should be 12 digits"),
    "fill.blank": ("不能为空", "is empty"),
    "fill.workbook": ("工作簿", "workbook"),
    "fill.table": ("表格文本", "table of text"),
}


def both(key: str) -> tuple[str, str]:
    """A word in both languages, to be filled into a sentence of either."""
    return WORDS[key]


def say(key: str, lang: str, /, **values: object) -> str:
    """A word or a sentence in ``zh`` or ``en``."""
    text = WORDS[key][lang == "en"]
    return text.format(**values) if values else text


def room(name: str, lang: str) -> Mapping[str, str]:
    """The words of one room in ``zh`` or ``en``, by what follows the room's name in their keys."""
    return {key.removeprefix(name + "."): pair[lang == "en"] for key, pair in WORDS.items() if key.startswith(name + ".")}
