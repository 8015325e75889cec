using Inkling.Data;
using Inkling.Formats;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Tests.Data;

namespace Inkling.Tests.Models;

/// <summary>
/// Model files whose metadata, tensors and bytes were changed, with a checksum that is right for most of them, as an attacker writes it:
/// each loads or is refused in one line, within its memory, and what loads computes. 1,200 cases; INKLING_FUZZ=N sets N.
/// </summary>
public sealed class ModelFileFuzzTests : IDisposable
{
    private const int AllowedBytes = 32 << 20;

    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("INKLING_FUZZ"), out var cases) ? cases : 1200;

    private static readonly string[] Keys =
    [
        "model", "classes", "image_size", "preparation", "trained_epochs", "trained_steps", "temperature", "enlarge_to", "checksum",
        "format", "", "\u0007",
    ];

    private static readonly string[] Values =
    [
        "", "mlp", "linear", "cnn", "simple-net", "threes-sevens", "resnet18", "Own", "lin\near", "28x28", "4096x4096", "1x1", "2x3",
        "18x18", "-1x28", "28x", "0x0", "28x28x28", " 28x28", "999999999999x1", "２８x２８", "[]", "[\"a\"]", "[\"a\",\"b\"]",
        "[\"3\",\"7\"]", "[\"a\",\"a\"]", "[\"\",\"b\"]", "[\"\\u001b[31m\",\"b\"]", "[\"\\ud800\",\"b\"]", "{}", "null", "[null]",
        "[[\"a\"],1]", "[\"a\"", "mnist", "none", "1", "-1", "0", "40", "4096", "2147483648", "1e3", "NaN", new string('9', 5000),
        new string('[', 5000), "\u0000\u001b[2J",
    ];

    private static readonly SafeTensor[][] Networks =
    [
        TensorsOf(LinearClassifier.Create(6, 2)), TensorsOf(Mlp.Create(3, 6, 2)), TensorsOf(new SmallCnn(18, 18, 2)),
        TensorsOf(SimpleNet.Create(2, 6)), TensorsOf(new ThreesSevensLinear(6)),
    ];

    private readonly TemporaryFolder _folder = new();

    private string File => _folder["model.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Changed_model_files_load_and_compute_or_are_refused()
    {
        var (loaded, refused) = (0, new HashSet<string>());
        for (var i = 0; i < Cases; i++)
        {
            Write(RandomStream.ForItem(21, (ulong)i));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var model = ModelFile.Load(File);
                var pixels = model.Rows * model.Columns;
                if (pixels <= 28 * 28)
                    new Predictor(model).Predict(new byte[pixels]).Probabilities.Length.ShouldBe(model.ClassNames.Count);
                loaded++;
            }
            catch (InvalidDataException error) when (error.Message.StartsWith($"{File}: ", StringComparison.Ordinal)
                && error.Message.Length < 1000 + File.Length && !error.Message.Any(char.IsControl))
            {
                refused.Add(error.Message[(File.Length + 2)..][..10]);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"case {i}: {Convert.ToBase64String(System.IO.File.ReadAllBytes(File))}", error);
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > AllowedBytes)
                throw new InvalidOperationException($"case {i}: {allocated:N0} bytes allocated");
        }

        // Changes that are always refused, or for few reasons, would test the first checks only.
        loaded.ShouldBeGreaterThan(Cases / 20);
        refused.Count.ShouldBeGreaterThan(Math.Min(10, Cases / 20));
    }

    private void Write(RandomStream random)
    {
        var network = random.Next(Networks.Length);
        List<SafeTensor> tensors = [.. Networks[network]];
        var (name, size) = network switch
        {
            0 => ("linear", "2x3"),
            1 => ("mlp", "2x3"),
            2 => ("cnn", "18x18"),
            3 => ("simple-net", "2x3"),
            _ => ("threes-sevens", "2x3"),
        };
        Dictionary<string, string> metadata = new()
        {
            ["model"] = name,
            ["classes"] = "[\"a\",\"b\"]",
            ["image_size"] = size,
            ["preparation"] = "none",
        };
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            if (random.Next(2) == 0)
                Change(metadata, random);
            else
                Change(tensors, random);
        }

        if (random.Next(4) > 0)
            metadata["checksum"] = SafeTensorsChecksum.Of(tensors, metadata.Where(entry => entry.Key != "checksum"));
        using var content = new MemoryStream();
        SafeTensors.Write(content, tensors, metadata);
        var bytes = content.ToArray();
        if (random.Next(8) == 0)
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        System.IO.File.WriteAllBytes(File, bytes);
    }

    private static void Change(Dictionary<string, string> metadata, RandomStream random)
    {
        var key = Keys[random.Next(Keys.Length)];
        if (random.Next(4) == 0)
            metadata.Remove(key);
        else
            metadata[key] = Values[random.Next(Values.Length)];
    }

    private static void Change(List<SafeTensor> tensors, RandomStream random)
    {
        var at = random.Next(tensors.Count);
        var tensor = tensors[at];
        var type = (SafeTensorType)random.Next((int)SafeTensorType.U64 + 1);
        int[][] shapes =
            [[], [0], [1], [3, 0, 5], [.. tensor.Shape, 1], [.. tensor.Shape.Reverse()], [70000], [2, 2, 2, 2, 2, 2, 2, 2, 2, 2]];
        var shape = shapes[random.Next(shapes.Length)];
        switch (random.Next(5))
        {
            case 0 when tensors.Count > 1:
                tensors.RemoveAt(at);
                break;
            case 1:
                tensors[at] = Filled(tensor.Name, tensor.Type, shape, random);
                break;
            case 2:
                tensors[at] = Filled(tensor.Name, type, tensor.Shape, random);
                break;
            case 3:
                tensors[at] = Filled($"{tensor.Name}{(char)random.Next(32)}", tensor.Type, tensor.Shape, random);
                break;
            default:
                float[] values = [float.NaN, float.PositiveInfinity, float.MaxValue, float.MinValue, float.Epsilon, 0];
                tensors[at] = SafeTensor.Of(
                    tensor.Name, tensor.Shape, Enumerable.Repeat(values[random.Next(values.Length)], tensor.Count).ToArray().AsSpan());
                break;
        }
    }

    private static SafeTensor Filled(string name, SafeTensorType type, IReadOnlyList<int> shape, RandomStream random)
    {
        type.TryBytes(shape, out var length).ShouldBeTrue();
        var bytes = new byte[length];
        if (random.Next(2) == 0)
        {
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)random.Next(256);
        }

        return new SafeTensor(name, type, shape, bytes);
    }

    private static SafeTensor[] TensorsOf(Module module) =>
        [.. module.StateDictionary().Select(entry => SafeTensor.Of(entry.Key, entry.Value.Shape.ToArray(), entry.Value.Span))];
}
