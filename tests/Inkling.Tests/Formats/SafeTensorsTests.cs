using System.Buffers.Binary;
using System.Text;
using Inkling.Formats;
using SafeTensorsFormat = Inkling.Formats.SafeTensors;

namespace Inkling.Tests.Formats;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    internal static byte[] File(string header, int dataBytes = 0) => File(Encoding.UTF8.GetBytes(header), dataBytes);

    internal static byte[] File(byte[] header, int dataBytes = 0)
    {
        var file = new byte[8 + header.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, 8);
        return file;
    }

    internal static byte[] Bytes(IEnumerable<SafeTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var stream = new MemoryStream();
        SafeTensorsFormat.Write(stream, tensors, metadata);
        return stream.ToArray();
    }

    private static SafeTensorsFile Read(byte[] file) => SafeTensorsFormat.Read(file, "some.safetensors");

    private static void Refuse(byte[] file, params string[] parts) => Refused.By(() => Read(file), "some.safetensors", parts);

    [Fact]
    public void The_bytes_written_are_those_of_the_format()
    {
        var header = """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}""".PadRight(88);
        var expected = File(header, 8);
        BinaryPrimitives.WriteSingleLittleEndian(expected.AsSpan(8 + header.Length), 1.5f);
        BinaryPrimitives.WriteSingleLittleEndian(expected.AsSpan(12 + header.Length), -2f);
        Bytes([SafeTensor.Of("a", [1, 2], [1.5f, -2f])], new Dictionary<string, string> { ["format"] = "pt" }).ShouldBe(expected);
    }

    [Fact]
    public void What_is_written_is_read()
    {
        SafeTensor[] tensors =
        [
            SafeTensor.Of("layers.0.weight", [2, 3], [1f, 2f, 3f, 4f, 5f, float.NaN]),
            SafeTensor.Of("steps", [], [long.MinValue]),
            SafeTensor.Of("nothing", [0, 5], ReadOnlySpan<float>.Empty),
            new SafeTensor("bytes \"ü\" \U0001F600\n", SafeTensorType.U8, [3], new byte[] { 1, 2, 255 }),
        ];
        var metadata = new Dictionary<string, string> { ["b"] = "two\nlines", ["a"] = "" };
        SafeTensorsFormat.WriteFile(_scratch["m"], tensors, metadata);
        var file = SafeTensorsFormat.ReadFile(_scratch["m"]);
        file.Tensors.Count.ShouldBe(4);
        file.Metadata.ShouldBe(metadata, ignoreOrder: true);
        foreach (var tensor in tensors)
        {
            var back = file[tensor.Name];
            back.Type.ShouldBe(tensor.Type);
            back.Shape.ShouldBe(tensor.Shape);
            back.Bytes.ToArray().ShouldBe(tensor.Bytes.ToArray());
        }

        file["steps"].ToInt64s().ShouldBe([long.MinValue]);
        file["layers.0.weight"].ToSingles().ShouldBe([1f, 2f, 3f, 4f, 5f, float.NaN]);
        file.TryGet("none", out _).ShouldBeFalse();
        Refused.By(() => _ = file["none"], _scratch["m"], "'none'");
    }

    [Fact]
    public void The_order_of_what_is_given_does_not_show_in_the_file()
    {
        SafeTensor[] tensors =
        [
            new("u8", SafeTensorType.U8, [3], new byte[3]), SafeTensor.Of("f", [1], [1f]), SafeTensor.Of("e", [1], [1f]),
            SafeTensor.Of("i64", [1], [1L]),
        ];
        var file = Bytes(tensors, new Dictionary<string, string> { ["x"] = "1", ["y"] = "2" });
        Bytes(tensors.Reverse(), new Dictionary<string, string> { ["y"] = "2", ["x"] = "1" }).ShouldBe(file);
        Read(file).Tensors.Select(tensor => tensor.Name).ShouldBe(["i64", "e", "f", "u8"]);
        (BinaryPrimitives.ReadInt64LittleEndian(file) % 8).ShouldBe(0);
    }

    [Theory]
    [InlineData(SafeTensorType.BOOL, new byte[] { 1 }, 1f)]
    [InlineData(SafeTensorType.U8, new byte[] { 200 }, 200f)]
    [InlineData(SafeTensorType.I8, new byte[] { 200 }, -56f)]
    [InlineData(SafeTensorType.U16, new byte[] { 0, 255 }, 65280f)]
    [InlineData(SafeTensorType.I16, new byte[] { 0, 255 }, -256f)]
    [InlineData(SafeTensorType.F16, new byte[] { 0, 0x3E }, 1.5f)]
    [InlineData(SafeTensorType.BF16, new byte[] { 0xC0, 0x3F }, 1.5f)]
    [InlineData(SafeTensorType.I32, new byte[] { 255, 255, 255, 255 }, -1f)]
    [InlineData(SafeTensorType.U32, new byte[] { 255, 255, 255, 255 }, 4294967296f)]
    [InlineData(SafeTensorType.F32, new byte[] { 0, 0, 0xC0, 0x3F }, 1.5f)]
    [InlineData(SafeTensorType.F64, new byte[] { 0, 0, 0, 0, 0, 0, 0xF8, 0x3F }, 1.5f)]
    [InlineData(SafeTensorType.I64, new byte[] { 254, 255, 255, 255, 255, 255, 255, 255 }, -2f)]
    [InlineData(SafeTensorType.U64, new byte[] { 0, 0, 0, 0, 0, 0, 0, 128 }, 9223372036854775808f)]
    public void Every_type_becomes_floats(SafeTensorType type, byte[] bytes, float expected)
    {
        var tensor = Read(Bytes([new SafeTensor("t", type, [1], bytes)]))["t"];
        tensor.Type.ShouldBe(type);
        tensor.ToSingles().ShouldBe([expected]);
    }

    [Fact]
    public void What_cannot_be_converted_is_refused()
    {
        Should.Throw<NotSupportedException>(() => new SafeTensor("t", SafeTensorType.F8_E4M3, [1], new byte[1]).ToSingles());
        Should.Throw<NotSupportedException>(() => SafeTensor.Of("t", [1], [1f]).ToInt64s());
        Should.Throw<OverflowException>(
            () => new SafeTensor("t", SafeTensorType.U64, [1], Enumerable.Repeat((byte)255, 8).ToArray()).ToInt64s());
    }

    [Fact]
    public void A_stream_without_length_is_read() =>
        SafeTensorsFormat.Read(new ForwardOnlyStream(Bytes([SafeTensor.Of("a", [1], [2f])])), "x")["a"].ToSingles().ShouldBe([2f]);

    [Fact]
    public void A_file_without_tensors_and_one_in_another_order_are_read()
    {
        Read(File("{}")).Tensors.ShouldBeEmpty();
        var file = Read(File(
            """{ "b":{"data_offsets":[4,8],"shape":[1],"dtype":"F32"}, "a":{"dtype":"U8","shape":[2,2],"data_offsets":[0,4]} }   """, 8));
        file.Tensors.Select(tensor => tensor.Name).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void A_header_length_that_looks_like_markup_is_a_length()
    {
        // '<' 'a' at the start, as a web page has: 0x613C bytes of header.
        var header = """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""".PadRight(0x613C);
        Read(File(header, 1)).Tensors.Count.ShouldBe(1);
    }

    [Fact]
    public void A_header_of_2_to_the_60_bytes_is_refused()
    {
        var file = File("{}");
        BinaryPrimitives.WriteInt64LittleEndian(file, 1L << 60);
        Refuse(file, "1,152,921,504,606,846,976", "100,000,000");
        BinaryPrimitives.WriteInt64LittleEndian(file, -1);
        Refuse(file, "18,446,744,073,709,551,615");
        BinaryPrimitives.WriteInt64LittleEndian(file, 3);
        Refuse(file, "3 bytes, the file has 2");
    }

    [Fact]
    public void A_file_cut_short_is_refused_at_every_length()
    {
        var whole = Bytes([SafeTensor.Of("a", [3], [1f, 2f, 3f]), SafeTensor.Of("b", [1], [4f])]);
        for (var length = 0; length < whole.Length; length++)
            Refuse(whole[..length]);
        Refuse(whole[..^1], "cut short");
        Refuse([], "empty");
        Refuse([.. whole, 0], "1 bytes follow");
    }

    [Fact]
    public void A_web_page_is_called_one() => Refuse("<!DOCTYPE html><html></html>"u8.ToArray(), "HTML page");

    public static TheoryData<string, string, int> Malformed() => new()
    {
        { "overlaps", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6 },
        { "overlaps", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 4 },
        { "gap", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[1],"data_offsets":[5,6]}}""", 6 },
        { "gap", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[1,5]}}""", 5 },
        { "follow", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 5 },
        { "ends at 4", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 3 },
        { "needs 16", """{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,4]}}""", 4 },
        { "begin and end", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""", 4 },
        { "begin and end", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4,4]}}""", 4 },
        { "integers", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}}""", 4 },
        { "integers", """{"a":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}""", 4 },
        { "integers", """{"a":{"dtype":"U8","shape":[4.5],"data_offsets":[0,4]}}""", 4 },
        { "integers", """{"a":{"dtype":"U8","shape":["4"],"data_offsets":[0,4]}}""", 4 },
        { "integers", """{"a":{"dtype":"U8","shape":[[4]],"data_offsets":[0,4]}}""", 4 },
        { "integers", """{"a":{"dtype":"U8","shape":[2147483648],"data_offsets":[0,4]}}""", 4 },
        { "integers", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,9223372036854775808]}}""", 4 },
        { "overflows", """{"a":{"dtype":"U8","shape":[2147483647,2147483647,4,1],"data_offsets":[0,4]}}""", 4 },
        { "overflows", """{"a":{"dtype":"F64","shape":[2147483647,2147483647],"data_offsets":[0,4]}}""", 4 },
        { "unknown dtype 'F99'", """{"a":{"dtype":"F99","shape":[4],"data_offsets":[0,4]}}""", 4 },
        { "unknown dtype", """{"a":{"dtype":"u8","shape":[4],"data_offsets":[0,4]}}""", 4 },
        { "unknown dtype", """{"a":{"dtype":"1","shape":[4],"data_offsets":[0,4]}}""", 4 },
        { "unknown dtype", """{"a":{"dtype":"U8,I8","shape":[4],"data_offsets":[0,4]}}""", 4 },
        { "lacks dtype", """{"a":{"shape":[4],"data_offsets":[0,4]}}""", 4 },
        { "lacks shape", """{"a":{"dtype":"U8","data_offsets":[0,4]}}""", 4 },
        { "lacks data_offsets", """{"a":{"dtype":"U8","shape":[4]}}""", 4 },
        { "'pickle'", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"pickle":1}}""", 4 },
        { "shape twice", """{"a":{"dtype":"U8","shape":[4],"shape":[4],"data_offsets":[0,4]}}""", 4 },
        {
            "'a' occurs in the header twice",
            """{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""",
            0
        },
        { "twice", """{"__metadata__":{},"__metadata__":{}}""", 0 },
        { "metadata 'k' occurs", """{"__metadata__":{"k":"1","k":"1"}}""", 0 },
        { "text expected", """{"__metadata__":{"k":1}}""", 0 },
        { "text expected", """{"__metadata__":{"k":null}}""", 0 },
        { "an object expected", """{"__metadata__":[]}""", 0 },
        { "an object expected", """{"a":[1]}""", 0 },
        { "an array expected", """{"a":{"dtype":"U8","shape":4,"data_offsets":[0,4]}}""", 4 },
        { "not valid JSON", """{"a":{"dtype":"U8" """, 0 },
        { "not valid JSON", """{} {}""", 0 },
        { "not valid JSON", """{}/* comment */""", 0 },
        { "not valid JSON", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4],}}""", 4 },
        { "does not begin", """[]""", 0 },
        { "does not begin", """ {}""", 0 },
        { "does not begin", "", 0 },
        { "not valid Unicode", """{"\ud800":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0 },
        { "'two\\nlines'", """{"two\nlines":1}""", 0 },
    };

    [Theory]
    [MemberData(nameof(Malformed), DisableDiscoveryEnumeration = true)]
    public void A_malformed_header_is_refused_with_its_reason(string reason, string header, int dataBytes) =>
        Refuse(File(header, dataBytes), reason);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused() => Refuse(File([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)'}']), "UTF-8");

    [Fact]
    public void A_header_nested_without_end_is_refused() => Refuse(File("{\"a\":" + new string('[', 100_000)), "expected");

    [Fact]
    public void What_cannot_be_written_is_refused_and_nothing_is_written()
    {
        var one = SafeTensor.Of("a", [1], [1f]);
        Should.Throw<ArgumentException>(() => SafeTensorsFormat.WriteFile(_scratch["m"], [one, one])).Message.ShouldContain("'a'");
        Should.Throw<ArgumentException>(() => Bytes([SafeTensor.Of("__metadata__", [1], [1f])])).Message.ShouldContain("reserved");
        Should.Throw<ArgumentException>(() => Bytes([SafeTensor.Of("\ud800", [1], [1f])])).Message.ShouldContain("Unicode");
        Should.Throw<ArgumentException>(
            () => Bytes([one], new Dictionary<string, string> { ["k"] = "\ud800" })).Message.ShouldContain("Unicode");
        Directory.GetFileSystemEntries(_scratch.Folder).ShouldBeEmpty();
    }

    [Fact]
    public void A_tensor_whose_parts_do_not_fit_is_refused()
    {
        Should.Throw<ArgumentException>(() => SafeTensor.Of("a", [2, 2], [1f])).Message.ShouldContain("4 bytes given for F32 [2, 2]");
        Should.Throw<ArgumentException>(() => new SafeTensor("a", SafeTensorType.U8, [-1], new byte[1]));
        Should.Throw<ArgumentException>(() => new SafeTensor("a", (SafeTensorType)99, [1], new byte[1]));
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Should.Throw<FileNotFoundException>(() => SafeTensorsFormat.ReadFile(_scratch["none"])).Message.ShouldContain("none");
}
