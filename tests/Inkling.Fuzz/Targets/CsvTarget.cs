using System.Text;
using Inkling.Data;

namespace Inkling.Fuzz.Targets;

/// <summary>Digits as lines of a label and 784 pixels.</summary>
internal sealed class CsvTarget : FuzzTarget
{
    private const string Name = "digits.csv";
    private const int Pixels = 784;

    protected override string Subject => Name;

    public override IEnumerable<byte[]> Seeds =>
    [
        Encoding.UTF8.GetBytes(Line(7) + Line(3)),
        Encoding.UTF8.GetBytes($"LABEL,{string.Join(", ", Enumerable.Range(0, Pixels).Select(i => $"p{i}"))}\r\n\r\n{Line(9)}"),
    ];

    protected override void Read(byte[] content) => CsvImages.Read(Put(Name, content));

    private static string Line(int label) =>
        $"{label},{string.Join(',', Enumerable.Range(0, Pixels).Select(i => i % 9 == 0 ? i % 256 : 0))}\n";
}
