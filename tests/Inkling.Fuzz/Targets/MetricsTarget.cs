using Inkling.Cli.Runs;

namespace Inkling.Fuzz.Targets;

/// <summary>The epochs and steps of a run: a content is read as metrics.csv and as steps.csv.</summary>
internal sealed class MetricsTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds =>
    [
        """
        epoch,train_loss,test_loss,train_accuracy,test_accuracy,seconds,images_per_second,images
        1,0.5,0.25,0.75,0.875,1.25,48000,60000
        2,NaN,1E-05,1,0.5,0.000001,60000,60000

        """u8.ToArray(),
        "epoch,train_loss,valid_loss,valid_accuracy,seconds,images\n1,0.5,0.25,0.875,1.25,600\n"u8.ToArray(),
        "step,loss,smoothed_loss,lr\n1,2.5,2.5,0.1\n2,2.25,2.375,0.1\n"u8.ToArray(),
    ];

    /// <summary>Accepts what one of the readers accepts.</summary>
    protected override void Read(byte[] content)
    {
        Put(RunMetrics.EpochsName, content);
        Put(RunMetrics.StepsName, content);
        try
        {
            RunMetrics.ReadEpochs(Folder);
        }
        catch (InvalidDataException)
        {
            RunMetrics.ReadSteps(Folder);
            return;
        }

        try
        {
            RunMetrics.ReadSteps(Folder);
        }
        catch (InvalidDataException)
        {
            // It was accepted as metrics.csv.
        }
    }
}
