namespace Inkling.Programs.Tests;

/// <summary>The focal loss (Lin et al., ICCV 2017, equation 4) as a loss of one's own.</summary>
public class CustomLoss
{
    private sealed class FocalLoss(float gamma) : Loss
    {
        public override Tensor Forward(Tensor predictions, Tensor targets)
        {
            var logProbability = predictions.LogSoftmax().Gather(1, targets.Unsqueeze(1)).Squeeze(1);
            return -((1 - logProbability.Exp()).Pow(gamma) * logProbability).Mean();
        }
    }

    [Fact]
    public void Easy_examples_weigh_less()
    {
        var logits = Tensor.From(new float[,] { { 4, 0, 0 }, { 0, 0.5f, 0 } }).RequireGrad();
        var labels = Tensor.Of(0, 1);

        new FocalLoss(0).Forward(logits, labels).Item().ShouldBe(new CrossEntropyLoss().Forward(logits, labels).Item(), 1e-6f);

        new FocalLoss(2).Forward(logits, labels).Backward();
        var focal = logits.Grad.Clone();
        logits.ZeroGrad();
        new CrossEntropyLoss().Forward(logits, labels).Backward();
        var ratio = focal.Norm(1) / logits.Grad.Norm(1);
        ratio[0].Item().ShouldBeLessThan(0.01f);
        ratio[1].Item().ShouldBeGreaterThan(0.5f);
    }
}
