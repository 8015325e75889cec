using Inkling.Models;

namespace Inkling.Tests.Models;

public class ModelCatalogTests
{
    [Fact]
    public void The_network_of_the_lesson_learns_101770_numbers_under_the_names_of_PyTorch()
    {
        var state = ModelCatalog.Create("mlp").StateDictionary();
        state.ToDictionary(entry => entry.Key, entry => entry.Value.Shape.ToString()).ShouldBe(
            new Dictionary<string,
            string>
            { ["1.weight"] = "[128, 784]", ["1.bias"] = "[128]", ["3.weight"] = "[10, 128]", ["3.bias"] = "[10]" },
            ignoreOrder: true);
        Mlp.Create().ParameterCount().ShouldBe(101_770);
    }

    [Fact]
    public void Every_model_turns_images_into_logits()
    {
        foreach (var recipe in ModelCatalog.All)
        {
            var classes = recipe.Classes?.Count ?? 7;
            ModelCatalog.Create(recipe.Name, 20, 30, classes).Forward(Tensor.Zeros(2, 1, 20, 30)).Shape.ShouldBe(new Shape(2, classes));
        }
    }

    [Theory]
    [InlineData("linear", 7_850)]
    [InlineData("threes-sevens", 785)]
    [InlineData("simple-net", 25_153)]
    [InlineData("cnn", 70_954)]
    public void The_stages_learn_their_numbers(string name, int parameters) =>
        ModelCatalog.Create(name).ParameterCount().ShouldBe(parameters);

    [Fact]
    public void A_network_for_threes_and_sevens_is_for_nothing_else() =>
        Should.Throw<ArgumentException>(() => ModelCatalog.Create("simple-net", classes: 10)).Message
            .ShouldStartWith("simple-net tells 2 classes apart (3, 7), 10 are given");

    [Fact]
    public void Hidden_units_can_be_chosen_where_there_are_some_and_nowhere_else()
    {
        ModelCatalog.Create("mlp", hidden: 3).ParameterCount().ShouldBe((785 * 3) + (4 * 10));
        foreach (var recipe in ModelCatalog.All)
        {
            if (recipe.Hidden is { } usual)
            {
                var state = ModelCatalog.Create(recipe.Name, hidden: usual + 1).NamedParameters().First().Name;
                ModelCatalog.Create(recipe.Name, hidden: usual + 1).StateDictionary()[state].Shape.ShouldBe(new Shape(usual + 1, 784));
            }
            else
            {
                Should.Throw<ArgumentException>(() => ModelCatalog.Create(recipe.Name, hidden: 8)).Message
                    .ShouldStartWith($"{recipe.Name} has no hidden layer whose units can be chosen, 8 are given");
            }
        }

        Should.Throw<ArgumentOutOfRangeException>(
            () => ModelCatalog.Create("mlp", hidden: 0)).Message.ShouldStartWith("mlp: 0 hidden units, expected at least 1");
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones() =>
        Should.Throw<ArgumentException>(() => ModelCatalog.Create("perceptron")).Message
            .ShouldStartWith("there is no model 'perceptron', expected one of: mlp");
}
