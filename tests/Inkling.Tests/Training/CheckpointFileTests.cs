using Inkling.Formats;
using Inkling.Tests.Formats;
using Inkling.Training;

namespace Inkling.Tests.Training;

public sealed class CheckpointFileTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private string Path => System.IO.Path.Combine(_scratch.Folder, "a.safetensors");

    [Fact]
    public void Everything_comes_back_to_the_bit()
    {
        var state = new TrainingState();
        var random = new RandomState(ulong.MaxValue, 0, 1UL << 63, 0x0123456789ABCDEF);
        state.Set("whole", 9_007_199_254_740_993);
        state.Set("small", 12);
        state.Set("number", 0.1 + 0.2);
        state.Part("inner").Set("nan", double.NaN);
        state.Part("inner").Set("random", random);
        state.Part("inner").Set("values", [1.5f, -0f, float.Epsilon]);
        state.Set("text", "zwölf \"quoted\"\n");
        state.Part("model").Set([new("weight", Tensor.From([1, 2, 3, 4, 5, 6], 2, 3)), new("scalar", Tensor.Scalar(7))]);
        CheckpointFile.Write(Path, state);

        var read = CheckpointFile.Read(Path);
        read.Text("whole").ShouldBe("9007199254740993");
        read.Whole("small").ShouldBe(12);
        read.Number("number").ShouldBe(0.1 + 0.2);
        double.IsNaN(read.Part("inner").Number("nan")).ShouldBeTrue();
        read.Part("inner").Random("random").ShouldBe(random);
        read.Part("inner").Vector("values").ToArray().ShouldHaveTheBitsOf(new[] { 1.5f, -0f, float.Epsilon }, "values");
        read.Text("text").ShouldBe("zwölf \"quoted\"\n");
        var model = read.Part("model").OwnTensors();
        model["weight"].Shape.ShouldBe(new Shape(2, 3));
        model["scalar"].Item().ShouldBe(7);
        read.Values.Count.ShouldBe(state.Values.Count);
        read.Tensors.Count.ShouldBe(state.Tensors.Count);
    }

    [Fact]
    public void What_is_missing_or_malformed_is_named()
    {
        var state = new TrainingState();
        state.Set("a", "x");
        Should.Throw<InvalidDataException>(() => state.Part("p").Text("q")).Message.ShouldBe("the state of the training has no \"p.q\"");
        Should.Throw<InvalidDataException>(() => state.Vector("q"));
        Should.Throw<InvalidDataException>(
            () => state.Whole("a")).Message.ShouldBe("\"a\" of the training's state is 'x', expected a whole number from 0");
        Should.Throw<InvalidDataException>(() => state.Number("a"));
        Should.Throw<InvalidDataException>(() => state.Random("a"));
    }

    [Fact]
    public void A_checkpoint_of_another_version_is_named_as_such()
    {
        SafeTensors.WriteFile(Path, [], new Dictionary<string, string> { ["format"] = "inkling checkpoint 2" });
        Should.Throw<InvalidDataException>(() => CheckpointFile.Read(Path)).Message.ShouldBe(
            $"{Path}: the checkpoint of another version of Inkling ('inkling checkpoint 2'), expected \"inkling checkpoint 3\"");
    }

    [Fact]
    public void Each_changed_byte_and_each_cut_is_recognised()
    {
        var state = new TrainingState();
        state.Set("step", 123);
        state.Part("model").Set([new("weight", Tensor.From([1, 2, 3, 4], 2, 2)), new("bias", Tensor.Of(5, 6))]);
        CheckpointFile.Write(Path, state);
        var bytes = File.ReadAllBytes(Path);
        var whole = Content(CheckpointFile.Read(Path));
        var other = System.IO.Path.Combine(_scratch.Folder, "b.safetensors");
        for (var i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= (byte)(1 << (i % 8));
            File.WriteAllBytes(other, changed);

            // White space in the header, and nothing else, may change without changing the content.
            try
            {
                Content(CheckpointFile.Read(other)).ShouldBe(whole, $"byte {i}");
            }
            catch (InvalidDataException error)
            {
                error.Message.ShouldStartWith(other);
            }
        }

        for (var length = 0; length < bytes.Length; length += 7)
        {
            File.WriteAllBytes(other, bytes[..length]);
            Should.Throw<InvalidDataException>(() => CheckpointFile.Read(other));
        }
    }

    [Fact]
    public void A_model_file_is_no_checkpoint()
    {
        SafeTensors.WriteFile(Path, [SafeTensor.Of("a", [1], [1f])]);
        Should.Throw<InvalidDataException>(() => CheckpointFile.Read(Path)).Message.ShouldStartWith($"{Path}: not a checkpoint");
    }

    [Fact]
    public void The_folder_keeps_the_newest_and_falls_back_to_the_one_before()
    {
        var folder = new CheckpointFolder(System.IO.Path.Combine(_scratch.Folder, "deep", "checkpoints"));
        folder.ReadNewest(_ => { }).ShouldBeNull();
        foreach (var step in (int[])[5, 10, 999, 1000])
        {
            var state = new TrainingState();
            state.Set("step", step);
            folder.Write(step, state, keep: 3);
        }

        folder.Files.Select(file => System.IO.Path.GetFileName(file))
            .ShouldBe(["step-000001000.safetensors", "step-000000999.safetensors", "step-000000010.safetensors"]);
        folder.ReadNewest(_ => { })!.Value.State.Whole("step").ShouldBe(1000);

        File.WriteAllBytes(folder.Files[0], File.ReadAllBytes(folder.Files[0])[..40]);
        var damage = new List<string>();
        var found = folder.ReadNewest(damage.Add)!.Value;
        found.State.Whole("step").ShouldBe(999);
        damage.ShouldHaveSingleItem().ShouldStartWith(folder.Files[0]);

        var leftover = System.IO.Path.Combine(folder.Path, ".step-000001001.safetensors.abcdefgh.ijk.tmp");
        File.WriteAllText(leftover, "");
        folder.RemoveAfter(999);
        folder.Files.Count.ShouldBe(2);
        File.Exists(leftover).ShouldBeFalse();

        foreach (var file in folder.Files)
            File.WriteAllText(file, "torn");
        Should.Throw<InvalidDataException>(() => folder.ReadNewest(_ => { })).Message.ShouldContain("no other checkpoint in");
    }

    private static string Content(TrainingState state) => string.Join(';', state.Values.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        + string.Join(';', state.Tensors.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}"));
}
