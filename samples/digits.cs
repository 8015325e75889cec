#:project ../src/Inkling/Inkling.csproj
#:property PublishAot=false
// From scanned digits to a network that classifies them. Run it with `dotnet run samples/digits.cs`.
using Inkling;
using Inkling.Data;
using Inkling.Nn;
using Inkling.Optim;

if (!int.TryParse(args.FirstOrDefault("60000"), out var limit) || limit < 1)
    { Console.Error.WriteLine($"{args[0]}: expected a number of training images, such as 1000"); Environment.Exit(2); }
var digits = DataSources.Open();                     // MNIST where it is available, else generated digits
var (train, test) = (digits.Train.Take(limit), digits.Test.Take(limit));
Console.Write(digits.Notice is { } notice ? notice + Environment.NewLine : "");
Console.WriteLine($"{digits.Name}: {train.Count:N0} training images, {test.Count:N0} test images.");

var model = new Sequential(
    new Flatten(),                                   // 28x28 grid -> 784 numbers
    new Linear(784, 128),                            // 128 weighted sums of all pixels
    new ReLU(),                                      // negative ones become 0
    new Linear(128, 10));                            // ten logits, one for each digit
Console.WriteLine(Summary.Of(model, 1, 1, 28, 28));

var loss = new CrossEntropyLoss();
var optimizer = new SGD(model.Parameters(), learningRate: 0.1f);
for (var epoch = 1; epoch <= 3; epoch++)
{
    var (sum, steps) = (0.0, 0);
    foreach (var (images, labels) in train.Batches(64, shuffle: true))
    {
        var error = loss.Forward(model.Forward(images), labels);
        optimizer.ZeroGrad();
        error.Backward();
        optimizer.Step();
        (sum, steps) = (sum + error.Item(), steps + 1);
    }

    Console.WriteLine($"epoch {epoch}: loss {sum / steps:F4}, test accuracy {Accuracy():P2}");
}

double Accuracy()
{
    using var _ = new NoGrad();
    var (images, labels) = test.All();
    return (model.Forward(images).ArgMax(1) == labels).Mean().Item();
}
