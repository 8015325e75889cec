using Inkling.Data;
using Inkling.Models;
using Inkling.Optim;

namespace Inkling.Training;

/// <summary>The hyper-parameters that train the networks of <see cref="ModelCatalog"/> well, chosen on held-out training images.</summary>
internal static class Recipes
{
    /// <summary>Gets the hyper-parameters of a network; one that is not named here has the defaults.</summary>
    public static HyperParameters For(ModelDefinition model)
    {
        var defaults = new HyperParameters { Model = model.Name, Hidden = model.Hidden, Design = model.Design };
        return model.Name switch
        {
            "linear" => defaults with { Epochs = 5 },
            "threes-sevens" => defaults with { Epochs = 20, BatchSize = 256, LearningRate = 1 },
            "simple-net" => defaults with { Epochs = 40, BatchSize = 256 },
            "cnn" => defaults with
            {
                Epochs = 10,
                BatchSize = 128,
                LearningRate = 0.2f,
                Optimizer = OptimizerKind.Momentum,
                Schedule = ScheduleKind.OneCycle,
                WeightDecay = 5e-4f,
                Augmentation = AugmentationKind.Affine,
            },
            "resnet18" => defaults with
            {
                Epochs = 1,
                LearningRate = 0.05f,
                Optimizer = OptimizerKind.Momentum,
                Schedule = ScheduleKind.OneCycle,
                WeightDecay = 5e-4f,
                LabelSmoothing = 0.1f,
            },
            _ => defaults,
        };
    }
}
