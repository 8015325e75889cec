using Inkling.Nn;

namespace Inkling.Tests.Nn;

public class TwoClassTests
{
    [Fact]
    public void The_softmax_of_both_logits_is_the_sigmoid_and_the_rest()
    {
        var z = Tensor.From([-3, 0, 0.5f, 8], 4, 1).RequireGrad();
        var softmax = new TwoClassLogits().Forward(z).Softmax();
        var sigmoid = z.Sigmoid().ToArray();
        softmax.Span.ShouldBeCloseTo([.. sigmoid.SelectMany(p => new[] { p, 1 - p })], Close.Operation, "softmax");
        Should.Throw<ArgumentException>(
            () => new TwoClassLogits().Forward(Tensor.Zeros(4, 2))).Message.ShouldContain("input is [4, 2], expected [*, 1]");
    }

    [Fact]
    public void The_loss_is_what_is_believed_wrongly_as_written_by_hand()
    {
        float[] values = [-3, 0, 0.5f, 8];
        var labels = Tensor.Of(0, 1, 1, 0);
        var byHand = Tensor.From(values, 4, 1).RequireGrad();
        var p = byHand.Sigmoid();
        var expected = Tensor.Where((labels == 0).Unsqueeze(1), 1 - p, p).Mean();
        var value = expected.Item();
        expected.Backward();

        var z = Tensor.From(values, 4, 1).RequireGrad();
        var loss = new MnistLoss().Forward(new TwoClassLogits().Forward(z), labels);
        loss.Backward();

        loss.Item().ShouldBe(value, 1e-6f);
        z.Grad.Span.ShouldBeCloseTo(byHand.Grad.Span, Close.Operation, "gradient");
    }
}
