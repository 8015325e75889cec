using Inkling.Cli.Runs;

namespace Inkling.Fuzz.Targets;

/// <summary>The settings of a run, config.json.</summary>
internal sealed class ConfigTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds =>
    [
        """
        {
          "model": "mlp", "optimizer": "adamw", "lr": 0.001, "schedule": "one-cycle", "epochs": 3, "batch_size": 64, "hidden": 32,
          "augmentation": "shift", "weight_decay": 0.01, "label_smoothing": 0.1, "seed": 18446744073709551615, "validation_split": 0.25,
          "limit": 100, "threads": 2, "checkpoint_every": 50,
          "data": { "source": "mnist", "name": "MNIST", "location": "/data", "train_images": 100, "test_images": 100 },
          "arithmetic": "fused", "vector_bits": 256, "inkling": "0.1.0", "command": "inkling train"
        }
        """u8.ToArray(),
        """{"model":"linear","data":{"source":"handwriting"}}"""u8.ToArray(),
        """{"model":"threes-sevens","lr":1.0,"hidden":null,"data":{"source":"digits"}}"""u8.ToArray(),
    ];

    protected override void Read(byte[] content)
    {
        Put(RunFolder.ConfigName, content);
        RunConfig.Read(Folder);
    }
}
