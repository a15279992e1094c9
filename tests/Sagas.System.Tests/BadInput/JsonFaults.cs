using System.Text;

namespace Sagas.SystemTests.BadInput;

/// <summary>What the grammar of JSON (RFC 8259) forbids, rule by rule, each broken on its own.</summary>
internal static class JsonFaults
{
    public static IEnumerable<JsonFault> All =>
        Values(JsonFaultKind.Grammar, Lists)
            .Concat(Values(JsonFaultKind.Grammar, Objects))
            .Concat(Values(JsonFaultKind.Grammar, Numbers))
            .Concat(Values(JsonFaultKind.Grammar, Words))
            .Concat(Values(JsonFaultKind.Grammar, Texts))
            .Concat(Values(JsonFaultKind.Encoding, Characters))
            .Concat(BrokenBytes())
            .Concat(Documents());

    private static readonly (string, string)[] Lists =
    [
        ("list not closed", "[1"),
        ("list closed twice", "[1]]"),
        ("list with two commas", "[1,,2]"),
        ("list with a comma first", "[,1]"),
        ("list with a comma last", "[1,]"),
        ("list with a comma only", "[,]"),
        ("list without a comma", "[1 2]"),
        ("list with a colon", "[1:2]"),
        ("list with a star", "[*]"),
        ("list closed as an object", "[1}"),
        ("list opened in a list and closed once", "[[1]"),
    ];

    private static readonly (string, string)[] Objects =
    [
        ("object not closed", "{\"a\":1"),
        ("object without a value", "{\"a\":}"),
        ("object without a colon", "{\"a\" 1}"),
        ("object with two colons", "{\"a\"::1}"),
        ("object with a comma for a colon", "{\"a\",1}"),
        ("object with a comma last", "{\"a\":1,}"),
        ("object with two commas", "{\"a\":1,,\"b\":2}"),
        ("object without a name", "{:1}"),
        ("object with a name alone", "{\"a\"}"),
        ("object with a bare name", "{a:1}"),
        ("object with a name in single quotes", "{'a':1}"),
        ("object with a number for a name", "{1:1}"),
        ("object with null for a name", "{null:1}"),
        ("object closed as a list", "{\"a\":1]"),
        ("object with a comment", "{\"a\":/* one */1}"),
        ("object with a comment after it", "{\"a\":1}//"),
    ];

    private static readonly (string, string)[] Numbers =
    [
        ("number with a plus", "+1"),
        ("number with two minuses", "--1"),
        ("number that is a minus", "-"),
        ("number with a leading zero", "012"),
        ("negative number with a leading zero", "-012"),
        ("number that begins with a point", ".5"),
        ("number that ends with a point", "5."),
        ("negative number that begins with a point", "-.5"),
        ("number with two points", "1.2.3"),
        ("number with nothing after its exponent", "1e"),
        ("number with a sign after its exponent", "1e+"),
        ("number with a point after its exponent", "1e1.5"),
        ("number with a point before its exponent", "1.e1"),
        ("hexadecimal number", "0x1F"),
        ("octal number", "0o17"),
        ("number with an underline", "1_000"),
        ("number with a blank", "1 000"),
        ("number with a letter", "1a"),
        ("number with a suffix", "10L"),
        ("an expression", "1+2"),
        ("a number that is increased", "++1"),
        ("not a number", "NaN"),
        ("not a number, negative", "-NaN"),
        ("infinity", "Infinity"),
        ("infinity, negative", "-Infinity"),
        ("infinity, short", "Inf"),
        ("a number in another script", "\uFF11"),
    ];

    private static readonly (string, string)[] Words =
    [
        ("a word", "word"),
        ("true in capitals", "True"),
        ("true, cut", "tru"),
        ("true, with more", "truee"),
        ("false in capitals", "FALSE"),
        ("null, cut", "nul"),
        ("nil", "nil"),
        ("undefined", "undefined"),
        ("a colon alone", ":"),
        ("an ampersand", "&"),
        ("a tag", "<null>"),
        ("a call", "new Date()"),
        ("a backslash", "\\"),
        ("a hash comment", "#1"),
        ("nothing", ""),
    ];

    private static readonly (string, string)[] Texts =
    [
        ("text in single quotes", "'a'"),
        ("text in backticks", "`a`"),
        ("text not closed", "\"a"),
        ("text with a quote too many", "\"a\"b\""),
        ("text with a tab", "\"a\tb\""),
        ("text with a line feed", "\"a\nb\""),
        ("text with a carriage return and a line feed", "\"a\r\nb\""),
        ("text with a zero byte", "\"a\0b\""),
        ("text with an escape character", "\"a\u001B[2Jb\""),
        ("text with an unknown escape", "\"\\a\""),
        ("text with a hexadecimal escape", "\"\\x41\""),
        ("text with an octal escape", "\"\\101\""),
        ("text with an escaped single quote", "\"\\'\""),
        ("text with a capital U escape", "\"\\U00e9\""),
        ("text with a short escape", "\"\\u00e\""),
        ("text with letters in its escape", "\"\\u00zz\""),
        ("text that ends in its escape", "\"\\"),
        ("text that ends in its long escape", "\"\\u00"),
        ("text with an escape in braces", "\"\\u{1F600}\""),
        ("two texts", "\"a\" \"b\""),
    ];

    private static readonly (string, string)[] Characters =
    [
        ("text with an escaped zero", "\"a\\u0000b\""),
        ("text with a high surrogate alone", "\"\\ud83d\""),
        ("text with a low surrogate alone", "\"\\ude00\""),
        ("text with surrogates the wrong way round", "\"\\ude00\\ud83d\""),
        ("text with two high surrogates", "\"\\ud83d\\ud83d\""),
        ("text with a high surrogate and a letter", "\"\\ud83da\""),
    ];

    private static IEnumerable<JsonFault> BrokenBytes()
    {
        (string Name, byte[] Bytes)[] broken =
        [
            ("Latin 1", [0xE9]),
            ("a byte that begins nothing", [0x80]),
            ("a byte that is never there", [0xFF]),
            ("a sequence of two, cut", [0xC3]),
            ("a sequence of three, cut", [0xE2, 0x82]),
            ("a sequence of four, cut", [0xF0, 0x9F, 0x98]),
            ("a slash in two bytes", [0xC0, 0xAF]),
            ("a zero in two bytes", [0xC0, 0x80]),
            ("a slash in three bytes", [0xE0, 0x80, 0xAF]),
            ("half of a surrogate pair as bytes", [0xED, 0xA0, 0x80]),
            ("a surrogate pair as six bytes", [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]),
            ("a character beyond the last", [0xF4, 0x90, 0x80, 0x80]),
            ("a sequence of five", [0xF8, 0x88, 0x80, 0x80, 0x80]),
        ];
        return broken.Select(one => new JsonFault(
            $"text with {one.Name}",
            [(byte)'"', .. one.Bytes, (byte)'"'],
            JsonFaultKind.Encoding,
            IsWhole: false
        ));
    }

    private static IEnumerable<JsonFault> Documents()
    {
        static JsonFault Whole(string name, byte[] bytes, JsonFaultKind kind = JsonFaultKind.Grammar) =>
            new(name, bytes, kind, IsWhole: true);
        yield return Whole("empty document", []);
        yield return Whole("blanks alone", "   "u8.ToArray());
        yield return Whole("line feeds alone", "\n\n"u8.ToArray());
        yield return Whole("a zero byte alone", [0]);
        yield return Whole("an opening brace alone", "{"u8.ToArray());
        yield return Whole("a closing brace alone", "}"u8.ToArray());
        yield return Whole("an opening bracket alone", "["u8.ToArray());
        yield return Whole("two documents", "{}{}"u8.ToArray());
        yield return Whole("a document and a word", "{} word"u8.ToArray());
        yield return Whole("a document and a comma", "{},"u8.ToArray());
        yield return Whole("a document and a zero byte", "{}\0"u8.ToArray());
        yield return Whole("a document after a comment", "/**/{}"u8.ToArray());
        yield return Whole("a document after a form feed", "\f{}"u8.ToArray());
        yield return Whole("a document after a hard blank", "\u00A0{}"u8.ToArray());
        yield return Whole("a document after a word joiner", "\u2060{}"u8.ToArray());
        yield return Whole("XML", "<order/>"u8.ToArray());
        yield return Whole("a form", "key=A-1&customer=17850"u8.ToArray());
        yield return Whole("YAML", "key: A-1"u8.ToArray());
        yield return Whole("compressed bytes", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0], JsonFaultKind.Encoding);
        yield return Whole("UTF-16, little endian", Encoding.Unicode.GetBytes("{}"));
        yield return Whole(
            "UTF-16 with its mark",
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{}")],
            JsonFaultKind.Encoding
        );
        yield return Whole("UTF-16, big endian", Encoding.BigEndianUnicode.GetBytes("{}"));
        yield return Whole("UTF-32", Encoding.UTF32.GetBytes("{}"));
        yield return Whole(
            "a hundred thousand brackets",
            [.. Enumerable.Repeat((byte)'[', 100_000)],
            JsonFaultKind.Depth
        );
        yield return Whole(
            "fifty thousand objects in each other",
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"\":", 50_000))),
            JsonFaultKind.Depth
        );
        yield return Whole("65 lists in each other", Nested(65), JsonFaultKind.Depth);
    }

    public static byte[] Nested(int depth) =>
        [.. Enumerable.Repeat((byte)'[', depth), .. Enumerable.Repeat((byte)']', depth)];

    private static IEnumerable<JsonFault> Values(JsonFaultKind kind, (string Name, string Text)[] values) =>
        values.Select(value => new JsonFault(
            value.Name,
            Encoding.UTF8.GetBytes(value.Text),
            kind,
            IsWhole: false
        ));
}
