using Inkling.Analysis;
using Inkling.Models;
using Inkling.Nn;

namespace Inkling.Tests.Analysis;

public class ModelEditsTests
{
    [Theory]
    [InlineData("mlp", "1.weight")]
    [InlineData("mlp", "3.bias")]
    [InlineData("cnn", "conv2.weight")]
    [InlineData("cnn", "bn3.running_mean")]
    [InlineData("resnet18", "layer2.0.downsample.0.weight")]
    [InlineData("threes-sevens", "weights")]
    public void A_weight_is_set_at_its_place_in_the_state_dictionary(string name, string parameter)
    {
        var model = Models.Untrained(name);
        var before = model.Module.StateDictionary();
        var edits = new ModelEdits(model);
        var index = before[parameter].Length * 5 / 7;
        var edit = edits.SetWeight(parameter, index, 0.125f);
        (edit.Target, edit.Index).ShouldBe((parameter, index));
        foreach (var (key, value) in model.Module.StateDictionary())
        {
            var expected = before[key].ToArray();
            if (key == parameter)
                expected[index] = 0.125f;
            value.ToArray().ShouldBe(expected, key);
        }

        edits.Undo().ShouldBeTrue();
        model.Module.StateDictionary()[parameter].ToArray().ShouldBe(before[parameter].ToArray());
        edits.Undo().ShouldBeFalse();
    }

    [Fact]
    public void An_edit_says_what_it_does()
    {
        var edits = new ModelEdits(Models.Untrained("cnn"));
        edits.SetWeight("conv2.weight", (((5 * 32) + 7) * 9) + 5, -0.5f).Text.ShouldBe("conv2.weight[5, 7, 1, 2] = -0.5");
        edits.SwitchOff("conv1", 3).Text.ShouldBe("unit 3 of conv1 is off");
        edits.Edits.Select(edit => edit.Index).ShouldBe([(((5 * 32) + 7) * 9) + 5, 3]);
        edits.Reset();
        edits.Edits.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("mlp", "1", 17, "2")]
    [InlineData("cnn", "conv1", 3, "relu1")]
    [InlineData("cnn", "conv4", 63, "relu4")]
    [InlineData("cnn", "fc", 4, "fc")]
    [InlineData("resnet18", "conv1", 5, "relu")]
    [InlineData("resnet18", "layer3.0.bn2", 6, "layer3.0.bn2")]
    public void The_output_of_a_unit_that_is_off_is_zero_and_the_others_are_as_before(string name, string layer, int unit, string seen)
    {
        var model = Models.Untrained(name);
        foreach (var norm in model.Module.Modules().OfType<BatchNorm>())
            norm.Bias.Span.Fill(0.5f);
        var image = ForwardTraceTests.Image(Models.Noise(model, 1));
        var before = Output();
        new ModelEdits(model).SwitchOff(layer, unit);
        var after = Output();
        var size = after.Shape.Inner(0);
        for (var i = 0; i < after.Values.Length; i++)
            after.Values[i].ShouldBe(i / size == unit ? 0 : before.Values[i]);

        Activation Output() => ForwardTrace.Of(model, image).Layers.Last(activation => activation.Name == seen);
    }

    /// <summary>Inference fuses convolution, norm and ReLU; it must not go on with weights from before the edit.</summary>
    [Theory]
    [InlineData("mlp", "1", "3.weight")]
    [InlineData("cnn", "conv2", "bn2.weight")]
    [InlineData("resnet18", "layer1.0.conv1", "layer4.1.conv2.weight")]
    public void Inference_computes_with_the_edited_weights_also_of_a_frozen_model(string name, string layer, string parameter)
    {
        var model = Models.Untrained(name);
        model.Module.Freeze();
        var set = Models.Noise(model, 3);
        var before = Predictions.Of(model, set);
        var edits = new ModelEdits(model);
        edits.SwitchOff(layer, 1);
        edits.SetWeight(parameter, 2, 3);
        var edited = Predictions.Of(model, set);
        var copy = Models.Untrained(name);
        copy.Module.LoadStateDictionary(model.Module.StateDictionary());
        var expected = Predictions.Of(copy, set);
        edits.Reset();
        var reset = Predictions.Of(model, set);
        for (var i = 0; i < set.Count; i++)
        {
            edited.Logits(i).ToArray().ShouldBe(expected.Logits(i).ToArray());
            edited.Logits(i).ToArray().ShouldNotBe(before.Logits(i).ToArray());
            reset.Logits(i).ToArray().ShouldBe(before.Logits(i).ToArray());
        }
    }

    /// <summary>Edits are made and removed in any order.</summary>
    [Fact]
    public void What_is_left_of_any_edits_is_what_these_alone_make()
    {
        var model = Models.Untrained("cnn");
        var original = WeightsHash.Of(model.Module);
        var random = new RandomStream(5);
        for (var round = 0; round < 20; round++)
        {
            var edits = new ModelEdits(model);
            var made = new List<(ModelEdit Edit, Action<ModelEdits> Make)>();
            for (var i = 0; i < 12; i++)
            {
                var action = random.Next(4);
                if (action == 3 && made.Count > 0)
                {
                    var at = random.Next(made.Count);
                    edits.Remove(made[at].Edit).ShouldBeTrue();
                    edits.Remove(made[at].Edit).ShouldBeFalse();
                    made.RemoveAt(at);
                    continue;
                }

                // Few places, so that edits overlap.
                var (layer, unit, value) = ($"conv{1 + random.Next(2)}", random.Next(2), random.NextSingle());
                Func<ModelEdits, ModelEdit> make = action == 0
                    ? target => target.SwitchOff(layer, unit)
                    : target => target.SetWeight($"{layer}.weight", unit * 5, value);
                made.Add((make(edits), target => make(target)));
            }

            edits.Edits.ShouldBe(made.Select(entry => entry.Edit));
            var hash = WeightsHash.Of(model.Module);
            edits.Reset();
            WeightsHash.Of(model.Module).ShouldBe(original);
            var again = new ModelEdits(model);
            foreach (var (_, make) in made)
                make(again);
            WeightsHash.Of(model.Module).ShouldBe(hash);
            again.Reset();
        }

        WeightsHash.Of(model.Module).ShouldBe(original);
    }

    [Fact]
    public void Every_bit_comes_back()
    {
        var model = Models.Untrained("mlp");
        var weights = ((Linear)((Sequential)model.Module)[1]).WeightInOut;
        (weights.Span[0], weights.Span[1]) = (BitConverter.Int32BitsToSingle(0x7fc12345), -0f);
        var before = WeightsHash.Of(model.Module);
        var edits = new ModelEdits(model);
        edits.SetWeight("1.weight", 0, 1);
        edits.SwitchOff("1", 1);
        edits.SwitchOff("1", 0);
        edits.Reset();
        WeightsHash.Of(model.Module).ShouldBe(before);
    }

    [Fact]
    public void What_cannot_be_edited_is_one_line()
    {
        var edits = new ModelEdits(Models.Untrained("mlp"));
        Message(() => edits.SetWeight("2.weight", 0, 1))
            .ShouldContain("mlp has no parameter '2.weight', expected one of 1.weight, 1.bias, 3.weight, 3.bias");
        Message(() => edits.SetWeight("1.bias", 128, 1)).ShouldContain("1.bias: there is no element 128, expected 0 to 127");
        Message(() => edits.SwitchOff("4", 0)).ShouldContain("mlp has no layer '4'");
        Message(() => edits.SwitchOff("2", 0)).ShouldContain("'2' is ReLU(), expected a Linear, Conv2d or batch norm");
        Message(() => edits.SwitchOff("1", -1)).ShouldContain("'1' is Linear(784, 128): there is no unit -1, expected 0 to 127");
        edits.Edits.ShouldBeEmpty();

        static string Message(Action action) => Should.Throw<ArgumentException>(action).Message;
    }
}
