using Inkling.Data;
using Inkling.Formats;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Training;
using Inkling.Training.Metrics;

namespace Inkling.Fuzz.Targets;

/// <summary>
/// Checkpoints of a training. What is a safetensors file with a state is written again with the checksum of the damaged state, and
/// restored.
/// </summary>
internal sealed class CheckpointTarget : FuzzTarget
{
    private const string StatePrefix = "state.";

    private static readonly ImageDataset Images = new("four", new byte[16], [0, 1, 2, 1], ["a", "b", "c"], 2, 2);

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            var path = Path.Combine(Folder, "checkpoint.safetensors");
            var learner = Learner();
            learner.Save(path);
            yield return File.ReadAllBytes(path);
            learner.Fit(1, 0.1f);
            learner.Save(path);
            yield return File.ReadAllBytes(path);
        }
    }

    public override byte[] Damage(byte[] seed, RandomStream random) => SafeTensorsTarget.DamageHeader(seed, random);

    protected override void Read(byte[] content)
    {
        var path = Put("checkpoint.safetensors", content);
        try
        {
            Learner().Load(path);
        }
        catch (InvalidDataException) when (StateIn(content) is { } state)
        {
            CheckpointFile.Write(path, state);
            Learner().Load(path);
        }
    }

    private static TrainingState? StateIn(byte[] content)
    {
        try
        {
            var file = SafeTensors.Read(content, "");
            var state = new TrainingState();
            foreach (var (name, value) in file.Metadata.Where(entry => entry.Key.StartsWith(StatePrefix, StringComparison.Ordinal)))
                state.Set(name[StatePrefix.Length..], value);
            state.Set(file.Tensors.Where(tensor => tensor.Type is SafeTensorType.F32)
                .Select(tensor => KeyValuePair.Create(tensor.Name, Tensor.From(tensor.ToSingles(), [.. tensor.Shape]))));
            return state;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static Learner Learner()
    {
        Randomness.Seed(1);
        var model = Mlp.Create(2, Images.Rows * Images.Columns, Images.ClassNames.Count);
        return new Learner(
            DataLoaders.Of(Images, Images, batchSize: 2), model, new CrossEntropyLoss(), new SGD(model.Parameters(), 0.1f, momentum: 0.9f),
            new Accuracy());
    }
}
