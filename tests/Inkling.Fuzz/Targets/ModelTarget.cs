using Inkling.Formats;
using Inkling.Models;

namespace Inkling.Fuzz.Targets;

/// <summary>Model files. What is a safetensors file is read a second time without the checksum that damage makes wrong.</summary>
internal sealed class ModelTarget : FuzzTarget
{
    private const string ChecksumKey = "checksum";

    /// <summary>The memory of a network that is larger than its file, for which a good error is worth it.</summary>
    private const long FreeBytes = 4 << 20;

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            string[] three = ["a", "b", "c"];
            yield return File(new TrainedModel("mlp", ModelCatalog.Create("mlp", 2, 3, 3, 2), three, 2, 3));
            yield return File(new TrainedModel("linear", ModelCatalog.Create("linear", 2, 2, 3), three, 2, 2));
            yield return File(new TrainedModel("simple-net", ModelCatalog.Create("simple-net", 3, 3, hidden: 2), ["3", "7"], 3, 3));
            yield return File(new TrainedModel("threes-sevens", ModelCatalog.Create("threes-sevens", 3, 3), ["3", "7"], 3, 3));
        }
    }

    public override byte[] Damage(byte[] seed, RandomStream random) => SafeTensorsTarget.DamageHeader(seed, random);

    protected override void Read(byte[] content)
    {
        var path = Put("model.safetensors", content);
        try
        {
            ModelFile.Load(path);
        }
        catch (InvalidDataException) when (Unchecked(content) is { } other)
        {
            ModelFile.Load(Put("model.safetensors", other));
        }
    }

    /// <summary>A file without the name of its model is compared with each of the catalog; and it is read twice.</summary>
    protected override long AllowedBytes(int length) => base.AllowedBytes(length) + (2 * FreeBytes * ModelCatalog.Names.Count);

    private static byte[]? Unchecked(byte[] content)
    {
        try
        {
            var file = SafeTensors.Read(content, "");
            return SafeTensorsTarget.Bytes(file.Tensors, file.Metadata.Where(entry => entry.Key != ChecksumKey).ToDictionary());
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private byte[] File(TrainedModel model)
    {
        var path = Path.Combine(Folder, "model.safetensors");
        ModelFile.Save(path, model);
        return System.IO.File.ReadAllBytes(path);
    }
}
