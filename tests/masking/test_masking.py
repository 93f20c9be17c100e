"""Masking: what is covered, what is not, what is missed, and how fast. Everything secret here is made up."""

import time
from base64 import b64encode

import pytest

from codematch.masking import (
    FileMarks,
    Kind,
    TextKind,
    blanked,
    covered,
    find_marks,
    masked,
    masked_both,
    masked_part,
    survey,
    suspects,
    writing_of,
)
from codematch.masking.phones import phone_marks
from codematch.model.words import comment_words

CODE, SETTINGS, TEXT = TextKind.CODE, TextKind.SETTINGS, TextKind.TEXT
MIXED = "a1B2c3D4e5F6g7H8" * 7
"""Stands for the random part of a token; parts are joined here, so that a host of code does not take them for real."""
HEX = "3f9a" * 16
FORTY = "wJa1rXUtnF/MI7K7MD+NGbPxRfiCY9zQ2kLm0TvB"
BEGIN, END = "-----BEGIN RSA " + "PRIVATE KEY-----", "-----END RSA " + "PRIVATE KEY-----"
BODY = "MIIEpAIBAAKCAQEA" + "q83vEjRWeJA" * 4 + "abcd"

PHONES = (
    (CODE, "x = '«010-62345678»'"),
    (TEXT, "电话:«0755-8888 6666»"),
    (TEXT, "Tel. «(010)62345678», room 5"),
    (CODE, "// «+86 10 6234 5678»"),
    (CODE, "f('«+86-755-88886666»')"),
    (TEXT, "联系电话:«01062345678»"),
    (CODE, "# call «+44 20 7946 0958» or"),
    (CODE, "phone: '«+1-202-555-0143»',"),
    (CODE, "// «+1 (415) 555-2671»"),
    (TEXT, "<tel:«+49 30 901820»>"),
    (CODE, "'«+33 1 42 68 53 00»'"),
    (CODE, "'«+81 3-1234-5678»'"),
    (TEXT, "«+852 2345 6789»"),
    (CODE, "'«+5511912345678»'"),
    (CODE, "m = '«13812345678»'"),
    (CODE, "phone = «13812345678»"),
    (CODE, "# «138-1234-5678»"),
    (CODE, "# «138 1234 5678», ask"),
    (TEXT, "name,«13812345678»,«13912345678»"),
    (TEXT, "手机«13812345678»"),
    (SETTINGS, "sms.to=«8613812345678»"),
)
IDENTITIES = (
    (CODE, "f('«11010519491231002X»')"),
    (TEXT, "张,«11010519491231002x»,北京"),
    (CODE, "# 身份证号 «110105491231002»"),
    (CODE, "idcard = '«110105491231002»'"),
    (CODE, "id_card: «110105194912310021» // mistyped"),
)
PASSPORTS = (
    (TEXT, "护照号码:«E12345678»"),
    (CODE, "passport = '«EA1234567»'"),
    (CODE, "# Passport No. «G12345678»"),
    (CODE, '{"passport_number": "«533380006»"}'),
    (TEXT, "港澳通行证 «C12345678»"),
)
BANKS = (
    (CODE, "pay('«4111111111111111»')"),
    (CODE, "card = «5555555555554444»"),
    (TEXT, "卡号 «6222021234567890128»"),
    (CODE, "# «6222 0212 3456 7890 128»"),
    (CODE, "'«3782 822463 10005»'"),
    (TEXT, "IBAN: «DE89 3704 0044 0532 0130 00» BIC"),
    (CODE, "iban = '«GB82WEST12345698765432»'"),
)
ADDRESSES = (
    (CODE, "a = '«wei.zhang@example.com»'"),
    (CODE, "# 作者:«wei_zhang@mail.corp.cn»,"),
    (CODE, " * «wei@example.org» (Wei Zhang)"),
    (TEXT, "联系«wei@example.com.cn»。"),
    (TEXT, "微信号:«zhang_wei99»"),
    (CODE, "# 微信: «zhangwei2020»"),
    (CODE, "to = '«wxid_a1b2c3d4e5f6g7»'"),
    (CODE, "# QQ: «123456789»"),
    (TEXT, "加QQ群«987654321»"),
    (CODE, "qq = '«1234567890»'"),
)
ISSUED = (
    "AKIA" + "QWERTYUIOP234567",
    "ASIA" + "QWERTYUIOP234567",
    "AIza" + MIXED[:35],
    "GOCSPX-" + MIXED[:28],
    "ya29." + MIXED[:60],
    "LTAI" + MIXED[:20],
    "AKID" + MIXED[:32],
    "ghp_" + MIXED[:36],
    "gho_" + MIXED[:36],
    "github_pat_" + MIXED[:22] + "_" + MIXED[:59],
    "glpat-" + MIXED[:20],
    "gldt-" + MIXED[:20],
    "npm_" + MIXED[:36],
    "pypi-AgE" + MIXED[:80],
    "dckr_pat_" + MIXED[:27],
    "hvs." + MIXED[:90],
    "sk-" + MIXED[:48],
    "sk-proj-" + MIXED[:64],
    "sk-ant-api03-" + MIXED[:80],
    "hf_" + MIXED[:34],
    "gsk_" + MIXED[:52],
    "sk_live_" + MIXED[:24],
    "rk_live_" + MIXED[:24],
    "sk_test_" + MIXED[:24],
    "whsec_" + MIXED[:32],
    "xoxb-" + "123456789012-" + MIXED[:24],
    "xapp-" + "1-A0123456789-1234567890123-" + HEX[:64],
    "hooks.slack.com/" + "services/T0A1B2C3D/B0A1B2C3D/" + MIXED[:24],
    "SG." + MIXED[:22] + "." + MIXED[:43],
    "key-" + HEX[:32],
    "SK" + HEX[:32],
    "shpat_" + HEX[:32],
    "sq0atp-" + MIXED[:22],
    "123456789:AA" + MIXED[:33],
    "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxIn0." + MIXED[:43],
    "AGE-SECRET-KEY-" + "1" + "QPZRY9X8" * 7 + "QP",
)
PASSWORDS = (
    # Assignments in programs
    (CODE, 'PASSWORD = "«correct-horse»"'),
    (CODE, '{"api_key": "«q83vEjRWeJA»"}'),
    (CODE, 'String dbPassword = "«hunter2»";'),
    (CODE, 'const char *passwd[] = "«hunter2»";'),
    (CODE, "let password: String = '«hunter2»'"),
    (CODE, "$cfg['password'] = '«hunter2»';"),
    (CODE, "'password' => '«hunter2»',"),
    (CODE, 'password := "«hunter2»"'),
    (CODE, 'if password == "«letmein99»":'),
    (CODE, 'props.put("db.password", "«hunter22»");'),
    (CODE, r'body = "{\"password\": \"«hunter2»\"}"'),
    (CODE, "refresh_token: '«tGzv3JOkF0XG5Qx2TlKWIA»'"),
    (CODE, "token = '«9f8c7b6a-5d4e-4f3a-8b2c-1d0e9f8a7b6c»'"),
    (CODE, "# DB_PASSWORD=«hunter2»"),
    (CODE, "// 密码:«abc12345»"),
    (CODE, 'passphrase = "«correct horse battery»"'),
    (CODE, "mnemonic = '«" + "legal winner thank year wave sausage worth useful legal winner thank yellow" + "»'"),
    # Settings
    (SETTINGS, "DB_PASSWORD=«hunter2»"),
    (SETTINGS, "export API_TOKEN=«a81bc81b-dead-4e5d-abff-90865d1e13b1»"),
    (SETTINGS, "password: «hunter»"),
    (SETTINGS, "  password: «p@ss:w0rd»  # of the staging host"),
    (SETTINGS, "ENV DB_PASSWORD «hunter2»"),
    (SETTINGS, "ENV MYSQL_ROOT_PASSWORD=«hunter2»"),
    (SETTINGS, "spring.datasource.password=«hunter»"),
    (SETTINGS, "    - DB_PASSWORD=«hunter2»"),
    (SETTINGS, "PGPASSWORD=«hunter2» psql -h db"),
    (SETTINGS, "docker run -e DB_PASSWORD=«hunter2» image"),
    (SETTINGS, "#bindpasswd: «hunter2»"),
    (SETTINGS, "masterpassword «hunter2»"),
    (SETTINGS, 'secret «"' + MIXED[:44] + '"»;'),
    (SETTINGS, "  bindpwd «hunter2»;"),
    (SETTINGS, "password=«hunter2»;"),
    (SETTINGS, "machine db.corp login wei password «hunter»"),
    (SETTINGS, "//registry.corp/:_authToken=«3f2a9c8e7b6d5a41»"),
    # Addresses, headers, connection strings, commands, mark-up
    (CODE, "db = 'mysql://root:«secret»@host/x'"),
    (CODE, "'postgres://user:«pass»@host'"),
    (CODE, "'postgres://user:«!$ecret%dog»@host'"),
    (CODE, 'password = "«%dog&{cat»"'),
    (SETTINGS, "DB_PASSWORD=«!hunter2»"),
    (TEXT, "redis://:«pw»@localhost"),
    (TEXT, "Authorization: Bearer «a1b2c3d4e5f6a7b8»"),
    (TEXT, "Authorization: Basic «" + b64encode(b"wei:hunter2").decode() + "»"),
    (CODE, "headers = {'Authorization': 'Token «9944b09199c62bcf»'}"),
    (TEXT, "X-Api-Key: «3f2a9c8e7b6d5a41»"),
    (CODE, '"Server=db;Uid=sa;Pwd=«hunter2»;"'),
    (CODE, '"Data Source=db;User ID=sa;Password=«hunter»"'),
    (CODE, '"DefaultEndpointsProtocol=https;AccountName=x;AccountKey=«' + MIXED[:86] + '==»"'),
    (CODE, '"host=localhost user=pg password=«secret» dbname=x"'),
    (CODE, "get('https://api.corp/x?access_token=«kjfch2345sdf»&y=1')"),
    (CODE, "# mysqldump --password=«hunter» db"),
    (TEXT, "curl -u wei:«hunter2» https://host"),
    (TEXT, "sshpass -p «hunter2» ssh host"),
    (CODE, "\"CREATE USER wei IDENTIFIED BY '«hunter»'\""),
    (TEXT, "<password>«hunter2»</password>"),
    (TEXT, '<property name="db.password" value="«hunter2»"/>'),
    # Secrets of access keys
    (SETTINGS, f"aws_secret_access_key = «{FORTY}»"),
    (CODE, f"AWS_SECRET = '«{FORTY}»'"),
)


def covered_lines(lines, writing=TEXT):
    around = survey(lines)
    return [covered(line, index, around, writing) for index, line in enumerate(lines)]


def plain(text):
    return text.replace("«", "").replace("»", "")


def hidden(text):
    """The line without the parts between the signs, and these parts."""
    pieces = text.replace("»", "«").split("«")
    return pieces[::2], pieces[1::2]


@pytest.mark.parametrize(
    ("kind", "writing", "text"),
    [
        *((Kind.PHONE, *case) for case in PHONES),
        *((Kind.IDENTITY, *case) for case in IDENTITIES),
        *((Kind.PASSPORT, *case) for case in PASSPORTS),
        *((None, *case) for case in BANKS),
        *((None, *case) for case in ADDRESSES),
        *((Kind.KEY, CODE, f"f('«{token}»')") for token in ISSUED),
        *((None, *case) for case in PASSWORDS),
    ],
)
def test_what_is_secret_or_personal_is_covered_and_nothing_else(kind, writing, text):
    kept, secrets = hidden(text)
    marks = find_marks(plain(text), writing=writing)
    shown = covered(plain(text), writing=writing)

    assert [plain(text)[mark.start : mark.stop] for mark in marks] == secrets
    assert kind is None or {mark.kind for mark in marks} == {kind}
    assert len(shown) == len(plain(text))
    assert not secrets or 1 in suspects(f"x = 1\n{plain(text)}\ny")
    assert all(piece in shown for piece in kept)
    assert not any(secret[2:] in shown for secret in secrets if len(secret) > 2)


ORDINARY = (
    # Digests, versions, identifiers, colours, addresses of machines
    (
        TEXT,
        '"integrity": "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg"',
    ),
    (TEXT, 'checksum = "da39a3ee5e6b4b0d3255bfef95601890afd80709"'),
    (TEXT, "    --hash=sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (TEXT, '"lodash@4.17.21", "core-js@3.30.2", "icon@2x.png"'),
    (TEXT, "github.com/mod v0.0.0-20180819234021-555e2067c45d h1:AbCdEf0123456789AbCdEf0123456789AbCdEf01234="),
    (CODE, "commit = 'a13812345678b4b0d3255bfef95601890afd8070'"),
    (CODE, 'id = "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}"'),
    (CODE, 'VERSION = "1.38.12345678"'),
    (CODE, "colour = '#1a2b3c'; other = 0x13812345"),
    (CODE, "range = '10.0.0.0/8', '192.168.0.1-192.168.0.254', 'fe80::1'"),
    (CODE, "git clone git@github.com:owner/name.git"),
    # Numbers
    (CODE, "LIMIT = 13812345678"),
    (CODE, "timeout_ns: 15000000000"),
    (CODE, "x = [13512345678, 15912345678L]"),
    (CODE, "pi = 3.14159265358979323846, 0.13812345678"),
    (CODE, "seed = 4503599627370496 * 6364136223846793005"),
    (CODE, "MASK = 4111111111111111"),
    (TEXT, "// # 00CC; 0069 0307 0300; 00CC; 00CC; lt; # LATIN"),
    (TEXT, "# 138 1234 5678 1440 2000 1200"),
    (CODE, "created = 1700000000000; day = 20240131123000123"),
    (CODE, "n = 110105491231002"),
    (CODE, "'110105194913310021'"),
    (CODE, "isbn = '978-7-111-40701-0'"),
    (CODE, "a = b +1234567890 + c"),
    (CODE, "offset = x+8613812345"),
    (TEXT, "@@ -1024,16 +1024,18 @@"),
    (CODE, "code = '91350100M000100Y43'"),
    (CODE, "amount = '4111 1111 1111 1112'"),
    (CODE, "iban = 'DE00370400440532013000'"),
    # Tables, vectors, long names
    (CODE, "ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'"),
    (CODE, "    'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4'"),
    (CODE, '"shared_secret": "4ace0daeadb2b8e8ec8e3a85c9b5b4c8e0e2a1f6d7c8b9a0f1e2d3c4b5a69788"'),
    (CODE, "secretEnv = _messages.MessageField('GoogleCloudAiplatformV1beta1SecretEnvVar', 2)"),
    (CODE, f"path = '{FORTY}'"),
    (CODE, "class = 'sk-toggleable__content-wrapper sk-estimator-doc-link'"),
    (CODE, "y = A@self.weight.T + b@c.to(device) - x@y.mT"),
    (CODE, "@app.route('/x') # see user@host"),
    (CODE, 'publicKeyToken="1fc8b3b9a1e18e3b"'),
    (CODE, '"password": "string?", "token": "str[]"'),
    (CODE, "next_token = 'eyJ0b2tlbiI6MX0a1b2c3d4'"),
    (CODE, 'PASSPORT_FIELDS = "passport", 12'),
    (CODE, "import qqplot; qq_size = 100; wechat_pay = WeChatPay(client)"),
    # Passwords that are none
    (CODE, 'password = read_password("prompt")'),
    (CODE, "password = get_password()"),
    (CODE, "def login(user: str, password: str = None, token: Optional[str] = None):"),
    (CODE, "password=None, passwd=self.passwd, pwd=os.environ['PWD']"),
    (CODE, "connect(user=user, password=password, secret=settings.SECRET)"),
    (CODE, 'url = f"postgres://{user}:{password}@{host}/x"'),
    (CODE, '"mysql://%s:%s@%s/%s" % parts; "http://${USER}:${PASS}@host"'),
    (CODE, '"password": "password", "apiKey": "apiKey", "PASSWORD_FIELD": 1'),
    (CODE, 'CHALLENGE_PASSWORD: "challengePassword"'),
    (CODE, 'label = "Password:"; hint = "Enter your password"'),
    (CODE, 'query = "password=" + password + "&user=" + user'),
    (CODE, 'args = ["username", "password", "scram-sha-256"]'),
    (CODE, 'token = "IDENTIFIER"; secret = "none"; key = "primary"'),
    (CODE, 'password = "********"; password = "<your password>"; api_key = "YOUR_API_KEY"'),
    (CODE, "// Bearer authentication, Basic authorization, basic configuration"),
    (CODE, '"Authorization": "Bearer " + token'),
    (CODE, "parser.add_argument('--password', help='the password to use')"),
    (CODE, ":param password: the password of the user"),
    (CODE, "type Password = string; interface A { password: string; token?: string }"),
    (SETTINGS, "password=${PASSWORD}"),
    (SETTINGS, "password: <your password>"),
    (SETTINGS, "password: {{ vault_password }}"),
    (SETTINGS, "password: !vault |"),
    (SETTINGS, "password: ${{ secrets.PASSWORD }}"),
    (SETTINGS, "password: null"),
    (SETTINGS, "  type: password"),
    (SETTINGS, "PASSWORD=$(cat /run/secrets/db)"),
    (SETTINGS, 'PASSWORD="$1"; PWD=/home/wei'),
    (SETTINGS, "# the password must be at least 8 characters long"),
    (SETTINGS, "secretName: tls-certificate"),
    (SETTINGS, "tokenizer: standard"),
    (SETTINGS, "key: value"),
    (TEXT, "    --- PASS: TestWithColons/127.0.0.1:0 (0.00s)"),
    (TEXT, "The --username and --password options can't be used."),
    (CODE, "if text == '" + BEGIN + "':"),
    (CODE, 'pem = "' + BEGIN + '\\n" + encodeInLinesOfSixtyFour(key)'),
    (TEXT, BEGIN + "\\nXXXX\\nXXXX\\n" + END),
)


@pytest.mark.parametrize(("writing", "text"), ORDINARY)
def test_ordinary_code_stays_as_it_is(writing, text):
    assert covered(text, writing=writing) == text
    assert masked(text, writing) == text


MISSED = (
    (TEXT, "Author: Zhang Wei, 12 Yonghe Road, Shanghai"),
    (CODE, "host = '10.20.30.40'"),
    (CODE, "login('admin', 'hunter2')"),
    (SETTINGS, "user: admin hunter2"),
    (SETTINGS, "  value: hunter2  # password"),
    (CODE, "secret = 'open sesame'"),
    (CODE, "password = 'open sesame'"),
    (CODE, "api_key = 'swordfish'"),
    (CODE, "contrasenna = 'hunter2'"),
    (TEXT, "the password is hunter2"),
    (TEXT, "call (202) 555-0143 or 020 7946 0958"),
    (TEXT, "SSN 078-05-1120, CPF 111.444.777-35"),
    (CODE, "n = 110105491231002, key = '" + FORTY + "'"),
    (CODE, "pay(13812345678)"),
)


@pytest.mark.parametrize(("writing", "text"), MISSED)
def test_what_masking_misses_is_known(writing, text):
    """Whoever makes one of these found takes it out of limitation L44, too."""
    assert covered(text, writing=writing) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("id AKIAIOSFODNN7EXAMPLE", "id AK…[key]"),
        ("mail q.person@example.org now", "mail q.…[e-mail] now"),
        ("13812345678", "13…[phone]"),
        ("11010519491231002X", "11…[identity number]"),
        ("ftp://user:secret@host/x", "ftp://user:…[password]@host/x"),
        ("nothing to hide, 12345", "nothing to hide, 12345"),
        (f'"""{BEGIN}\n{BODY}\n{BODY}\n{END}"""', f'"""{BEGIN}\n…[key]\n{END}"""'),
    ],
)
def test_masks_name_the_kind(text, shown):
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a = 'wei.zhang@example.com'", "a = 'we███████████████████'"),
        ("id 11010519491231002X.", "id 11████████████████."),
        ("call +86 138-1234-5678", "call +8███████████████"),
        ("db = 'mysql://root:secret@host/x'", "db = 'mysql://root:██████@host/x'"),
    ],
)
def test_what_is_covered_keeps_its_length(text, shown):
    assert covered(text) == shown


def test_a_private_key_is_covered_as_a_whole():
    lines = ["x = 1", BEGIN, "MIIEpAIBAAKCAQEA", '  "q83vEjRWeJA="', END, "y"]
    shown = covered_lines(lines)
    assert [shown[0], shown[1], shown[4], shown[5]] == [lines[0], BEGIN, END, "y"]
    assert shown[2:4] == ["█" * 16, "  ██████████████"]


@pytest.mark.parametrize(
    ("first", "last"),
    [("    '", "'"), ("# ", ""), (" * ", ""), ('    "', '\\n" +'), ("b'", "\\n'"), ("        ", "")],
)
def test_lines_of_a_key_are_known_however_they_are_quoted(first, last):
    lines = [f"{first}{text}{last}" for text in (BEGIN, BODY, BODY, "q83vEjRW=", END)]
    shown = covered_lines(lines)
    assert [text for text in shown if "MII" in text or "q83v" in text] == []
    assert [shown[0], shown[4]] == [lines[0], lines[4]]


def test_a_key_is_known_by_its_last_line_too():
    shown = covered_lines(["x = 1", BODY, "q83vEjRWeJA=", END])
    assert [shown[0], shown[3]] == ["x = 1", END]
    assert set(shown[1] + shown[2]) == {"█"}


def test_a_key_of_putty_is_covered_by_its_number_of_lines():
    shown = covered_lines(["Public-Lines: 1", "AAAAB3Nz", "Private-Lines: 2", "AAAAgQDJ", "AAAAQQDk", "Private-MAC: 1"])
    assert shown[1::2] == ["AAAAB3Nz", "████████", "Private-MAC: 1"]
    assert shown[4] == "████████"


def test_nothing_but_a_key_is_covered_where_one_is_announced():
    lines = ["Private-Lines: 900", "x = compute(self)", BEGIN, "return compute", BODY, "y = 1"]
    assert covered_lines(lines) == lines


def test_code_that_looks_for_keys_is_not_covered():
    lines = [f"if text == '{BEGIN}':", "    return parse(text, key)", "MIIEpAIBAAKCAQEA"]
    assert covered_lines(lines) == lines


def test_certificates_and_public_keys_are_not_covered():
    lines = ["-----BEGIN CERTIFICATE-----", BODY, BODY, "-----END CERTIFICATE-----"]
    assert covered_lines(lines) == lines


@pytest.mark.parametrize(
    "text",
    [
        f'"private_key": "{BEGIN}\\nMIIEvQIBADANBg\\n{END}\\n"',
        f"x = {BEGIN}MIIEvQIBADANBg",
        f"x = '{BEGIN}\\n' + '{BODY}' + '\\n{END}'",
    ],
)
def test_keys_on_one_line_are_covered(text):
    assert "MIIE" not in covered(text)
    assert BEGIN in covered(text)


def test_a_key_in_a_program_and_its_short_last_line_are_covered():
    lines = [f"KEY = (b'{BEGIN}'", "    b'MHcCAQEEIIrYSSNQFaA2Hw'", "    b'AQAB'", ")", "f(x)"]
    shown = covered_lines(lines)
    assert not [line for line in shown[1:3] if any(c.isalnum() for c in line)]
    assert shown[3:] == [")", "f(x)"]


def test_the_secret_of_an_access_key_is_known_near_it():
    near = ["id = 'AKIA" + "QWERTYUIOP234567'", "region = 'eu'", f"other = '{FORTY}'"]
    far = [near[0], *["x = 1"] * 5, near[2]]
    assert FORTY not in "".join(covered_lines(near))
    assert covered_lines(far)[-1] == far[-1]


def test_a_part_of_a_file_is_masked_by_what_stands_around_it():
    def part(text, of, writing=CODE):
        start = text.encode().index(of.encode())
        stop = start + len(of.encode())
        shown = masked_part(text.encode(), start, stop, writing)
        marks = FileMarks.of(text.encode(), writing).within(start, stop)
        assert masked_both((of, of), (marks, marks))[0] == shown
        return shown

    assert part("x = 1\npassword = 'hunter'\n", "'hunter'") == "'…[password]'"
    assert part("x = 1\nname = 'hunter'\n", "'hunter'") == "'hunter'"
    assert part("密 = 1\npassword: hunter\n", "hunter", SETTINGS) == "…[password]"
    assert part("password: hunter\n", "hunter") == "hunter"
    assert part("a p@ss-word b\npassword: p@ss-word", "password", SETTINGS) == "password"
    assert part("password: p@zz-word", "zz", SETTINGS) == "…[password]"
    assert part(f"{BEGIN}\n" + f"'{BODY}'\n" * 60 + "'q83vEjRW'\n", "'q83vEjRW'") == "…[key]"
    assert part("\n'wei@example.com'", "'wei@example.com'") == "'we…[e-mail]'"
    assert part("\n\n", "\n") == "\n"


def test_words_of_a_comment_stay_as_many():
    text = "ask wei.zhang@example.com, 张, or +44 20 7946 0958: it's 3 a.m."
    words, blanks = comment_words([text]), comment_words([blanked(text)])
    assert len(words) == len(blanks)
    assert [word for word, blank in zip(words, blanks, strict=True) if word == blank] == [
        "ask", "张", "or", "it", "s", "3", "a", "m",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "language", "writing"),
    [
        ("a/.env", "text", SETTINGS),
        ("a/.env.production", "text", SETTINGS),
        ("prod.env", "", SETTINGS),
        ("application.yaml", "text", SETTINGS),
        ("conf/app.properties", "text", SETTINGS),
        ("Dockerfile.dev", "text", SETTINGS),
        (".bashrc", "bash", SETTINGS),
        ("run", "bash", SETTINGS),
        ("a/environment.py", "python", CODE),
        ("a.java", "java", CODE),
        ("README.md", "text", TEXT),
        ("data.csv", "text", TEXT),
    ],
)
def test_how_a_file_is_written_is_told_by_its_name(path, language, writing):
    assert writing_of(path, language) is writing


def test_the_same_line_is_read_as_its_file_is_written():
    assert covered("password: hunter2", writing=SETTINGS) == "password: ███████"
    assert covered("password: hunter2", writing=CODE) == "password: hunter2"


HOSTILE = ("eyJ-" * 16_000, "a." * 16_000, "=" * 60_000 + "a b", "-----BEGIN " * 8_000, "1" * 60_000, "://a:" * 9_000,
           "a@" * 30_000, "a@b." * 15_000, "+1 " * 20_000, "password=" * 7_000, "password " * 7_000, "0-" * 30_000,
           "1 " * 30_000, "ghp_" * 15_000, "--token=" * 8_000, "DE12 " * 12_000, "curl " * 12_000, "A1" * 30_000,
           "login " * 10_000, "pass" + " " * 60_000, "secret:" * 9_000, "?token=" * 9_000, "Bearer " * 9_000,
           "PRIVATE KEY" * 6_000, "<password>" * 6_000, "mnemonic: " + "abc " * 15_000, "server=" * 9_000)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("writing", [CODE, SETTINGS])
def test_hostile_lines_take_no_time_worth_naming(text, writing):
    before = time.process_time()
    covered_lines([BEGIN, text], writing)
    masked(text, writing)
    assert time.process_time() - before < 5.0  # quadratic time would be minutes


def test_a_large_exhibit_takes_little_time():
    lines = [
        f"    result_{n} = compute(self.values[{n}], key='name_{n}', limit={n * 7919})  # of {n}" for n in range(40_000)
    ]
    before = time.process_time()
    assert covered_lines(lines, CODE) == lines
    assert time.process_time() - before < 10.0  # 1 second, on a machine with nothing else to do


def test_tables_of_numbers_are_read_only_when_there_is_a_number_to_ask_for():
    import subprocess
    import sys

    code = "import sys, codematch.masking as m; m.covered('x = 1'); print('phonenumbers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
    assert list(phone_marks("+44 20 7946 0958", TEXT))


def test_most_lines_are_never_looked_at():
    assert suspects("") == suspects("for key in rows:\n    total += row[key]\n") == []
    assert suspects("a\n+ 1 2\npassword\n\n") == [2]
    assert suspects("ä\nПароль 密码\nAKIA") == [1, 2]


def test_only_the_beginning_of_a_long_text_is_read_and_no_token_is_cut():
    token = f"eyJ{'a' * 3000}.{'b' * 7000}.{'c' * 300}"
    behind = f"{'f(1); ' * 2000}password = 'hunter22'"

    for text in (f"key = '{token}'; {behind}", f"{'g(2); ' * 3}'{token}'; {behind}"):
        assert masked(text, CODE, most=20)[:20] == masked(text, CODE)[:20]
    assert len(masked(f"{'g(2); ' * 20}{behind}", CODE, most=100)) < 3000


def test_survey_of_nothing_is_nothing():
    assert survey([]) == survey(["x", ""])
