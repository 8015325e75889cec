namespace Inkling.Programs.Tests;

/// <summary>A text classifier on the mean of word embeddings.</summary>
public class EmbeddingBagClassifier
{
    private static readonly string[] Sentences =
        ["the film is good", "a great film", "good and great", "the film is bad", "a terrible film", "bad and terrible"];

    private sealed class Classifier : Module
    {
        private readonly Embedding _embedding;
        private readonly Linear _output;

        public Classifier(int words, int size)
        {
            _embedding = Register("embedding", new Embedding(words, size));
            _output = Register("fc", new Linear(size, 2));
        }

        protected override Tensor ForwardCore(Tensor input) => _output.Forward(_embedding.Forward(input).Mean(1));
    }

    [Fact]
    public void Words_decide_the_class()
    {
        Randomness.Seed(8);
        var vocabulary = Sentences.SelectMany(sentence => sentence.Split(' ')).Distinct().ToList();
        var texts = Sentences.Select(sentence => sentence.Split(' ').Select(word => (float)vocabulary.IndexOf(word)))
            .Select(words => Tensor.Of([.. words])).ToList();
        var model = new Classifier(vocabulary.Count, 8);
        var criterion = new CrossEntropyLoss();
        var optimizer = new Adam(model.Parameters(), learningRate: 0.05f);
        for (var step = 0; step < 200; step++)
        {
            var i = step % texts.Count;
            optimizer.ZeroGrad();
            criterion.Forward(model.Forward(texts[i].Unsqueeze(0)), Tensor.Of(i / 3)).Backward();
            optimizer.Step();
        }

        for (var i = 0; i < texts.Count; i++)
            model.Forward(texts[i].Unsqueeze(0)).ArgMax(1).Item().ShouldBe(i / 3, Sentences[i]);
        model.Parameters().First().Shape.ShouldBe(new Shape(vocabulary.Count, 8));
    }
}
