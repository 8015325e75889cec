using System.Text.Json;

namespace Inkling.Soak;

/// <summary>A training of the pool, short enough to be repeated many times.</summary>
/// <param name="Name">Its name in the log.</param>
/// <param name="Settings">The options of <c>inkling train</c> besides the epochs and the seed.</param>
/// <param name="Epochs">
/// The numbers of epochs, ascending: more than one where the schedule does not depend on it, so that a run can be extended.
/// </param>
/// <param name="Megabytes">The size of a disk that holds its run folder, but not much more.</param>
internal sealed record TrainingCase(string Name, string Settings, int[] Epochs, int Megabytes)
{
    /// <summary>The seeds of the competing processes of an episode.</summary>
    public static readonly int[] Seeds = [3, 4];

    /// <summary>The trainings of the short form: half a second to a second each.</summary>
    public static readonly TrainingCase[] Light =
    [
        new("mlp", "--model mlp --limit 300 --batch-size 3 --optimizer adam --lr 0.001 --schedule constant", [3, 5], 7),
        new(
            "mlp-one-cycle",
            "--model mlp --hidden 32 --limit 400 --batch-size 4 --optimizer momentum --schedule one-cycle --lr 0.1 --validation-split 0.2",
            [4], 2),
        new(
            "linear",
            "--model linear --limit 500 --batch-size 2 --lr 0.01 --schedule constant --augmentation shift --validation-split 0.1",
            [4, 6], 1),
    ];

    /// <summary>All trainings; the light ones three times, so that they are drawn more often.</summary>
    public static readonly TrainingCase[] All =
    [
        .. Light, .. Light, .. Light,
        new(
            "mlp-cosine", "--model mlp --limit 200 --batch-size 5 --optimizer adamw --lr 0.002 --schedule cosine --augmentation elastic",
            [5], 7),
        new("simple-net", "--model simple-net --limit 2000 --batch-size 10 --schedule constant --lr 0.1", [6, 8], 1),
        new("muon", "--model mlp --limit 200 --batch-size 20 --optimizer muon --schedule constant --label-smoothing 0.1", [6, 9], 7),
        new("cnn", "--model cnn --limit 200 --batch-size 16 --schedule constant --augmentation affine", [3, 5], 4),
        new("cnn-one-cycle", "--model cnn --limit 160 --batch-size 8 --schedule one-cycle --augmentation erase", [4], 4),
        new("resnet18", "--model resnet18 --limit 32 --batch-size 8 --schedule one-cycle", [2], 400),
    ];

    /// <summary>Gets the words of the settings.</summary>
    public string[] Options => ["--data", "handwriting", .. Settings.Split(' ')];

    /// <summary>Gets the seed and the epochs in the content of a config.json; the caller checks that it is JSON.</summary>
    public static (int Seed, int Epochs) Of(JsonElement config) =>
        (config.GetProperty("seed").GetInt32(), config.GetProperty("epochs").GetInt32());
}
