using Inkling.Nn;
using Inkling.Optim;

namespace Inkling.Tests.Nn;

public class FreezeTests
{
    [Fact]
    public void A_frozen_part_keeps_its_weights_until_it_is_unfrozen()
    {
        var (body, head) = (new Linear(3, 4), new Linear(4, 2));
        var model = new Sequential(body, new ReLU(), head);
        var optimizer = new SGD(model.Parameters(), 0.1f, momentum: 0.9f, weightDecay: 0.01f);
        var inputs = Tensor.Randn([5, 3]);
        Step();

        body.Freeze().ShouldBeSameAs(body);
        var (bodyBefore, headBefore) = (body.WeightInOut.ToArray(), head.WeightInOut.ToArray());
        Step();
        body.WeightInOut.HasGrad.ShouldBeFalse();
        body.WeightInOut.ToArray().ShouldBe(bodyBefore);
        head.WeightInOut.ToArray().ShouldNotBe(headBefore);

        model.Unfreeze();
        Step();
        body.WeightInOut.ToArray().ShouldNotBe(bodyBefore);

        void Step()
        {
            var output = model.Forward(inputs);
            optimizer.ZeroGrad();
            (output * output).Sum().Backward();
            optimizer.Step();
        }
    }
}
