#:project ../src/Inkling/Inkling.csproj
#:property PublishAot=false
// Prints the measurements of models/README.md, of the pretrained model or of another: dotnet run -c Release models/measure.cs [MODEL]
using System.Numerics;
using Inkling.Analysis;
using Inkling.Data;
using Inkling.Models;

const int Side = MnistNormalizer.Size;
var model = args.Length > 0 ? ModelFile.Load(args[0]) : PretrainedModel.Load();
var mnist = DataSources.Open("mnist");
var test = Predictions.Of(model, mnist.Test);
Console.WriteLine("digit | images | correct | accuracy");
for (var digit = 0; digit < 10; digit++)
{
    var (images, correct) = (test.Confusion.Actual(digit), test.Confusion.Correct(digit));
    Console.WriteLine($"{digit} | {images:N0} | {correct:N0} | {100.0 * correct / images:0.00} %");
}

Console.WriteLine("\ntemperature | expected calibration error | mean confidence | accuracy");
foreach (var temperature in (float[])[1, model.Temperature])
{
    var calibration = Calibration.Of(Predictions.Of(model with { Temperature = temperature }, mnist.Test));
    Console.WriteLine(
        $"{temperature:0.0000} | {100 * calibration.ExpectedError:0.00} % | {100 * calibration.Confidence:0.00} % | "
        + $"{100 * calibration.Accuracy:0.00} %");
}

Console.WriteLine("\nimages | number | accuracy | mean confidence | misclassified as");
Show("MNIST, test images", test);

foreach (var degrees in (float[])[-45, -30, -20, 20, 30, 45])
    Measure($"MNIST, rotated by {degrees} degrees", Matrix3x2.CreateRotation(degrees * MathF.PI / 180, new Vector2(13.5f)));
foreach (var scale in (float[])[0.7f, 0.85f, 1.2f])
    Measure($"MNIST, {scale} times as large", Matrix3x2.CreateScale(scale, new Vector2(13.5f)));
foreach (var shift in (float[])[2, 4])
    Measure($"MNIST, shifted by {shift} pixels to the right and down", Matrix3x2.CreateTranslation(shift, shift));
Show("MNIST, thinner, the minimum of 2x2 pixels", Of(Changed(mnist.Test, image => Neighbours(image, Math.Min, 1))));
Show("MNIST, thicker, the maximum of 2x2 pixels", Of(Changed(mnist.Test, image => Neighbours(image, Math.Max, 1))));
Show("MNIST, thicker, the maximum of 3x3 pixels", Of(Changed(mnist.Test, image => Neighbours(image, Math.Max, 2))));
Show("generated handwriting", Of(Handwriting.Test()));

// Lines as a mouse draws them, in five widths, seven slants and three widths of the digit; 100 is the height of the digit.
(string Name, byte Digit, string[] Strokes)[] drawings =
[
    ("0", 0, ["30,0 5,25 0,60 20,98 45,95 60,55 50,10 30,0"]),
    ("1, a line", 1, ["0,0 0,100"]),
    ("1 with a serif", 1, ["-20,25 0,0 0,100"]),
    ("1 with a serif and a base", 1, ["-20,25 0,0 0,100", "-25,100 25,100"]),
    ("2", 2, ["0,20 20,0 50,10 50,35 0,100 60,100"]),
    ("3", 3, ["0,10 30,0 50,15 45,38 20,48 50,60 52,85 30,100 0,92"]),
    ("4, open", 4, ["15,0 0,55 60,55", "45,20 45,100"]),
    ("4, closed", 4, ["45,100 45,0 0,65 65,65"]),
    ("5", 5, ["55,0 8,0 4,45 35,40 55,65 45,92 20,100 0,90"]),
    ("6", 6, ["40,0 10,35 0,75 20,100 48,88 45,62 20,55 2,72"]),
    ("7", 7, ["0,0 60,0 20,100"]),
    ("7 with a bar", 7, ["0,0 60,0 20,100", "12,52 60,52"]),
    ("8", 8, ["50,12 25,0 3,15 10,38 45,62 50,85 25,100 0,85 8,62 42,38 50,12"]),
    ("9", 9, ["48,20 25,0 0,20 10,48 38,45 48,20 45,100"]),
    ("9, round", 9, ["48,20 25,0 0,20 10,48 38,45 48,20 46,75 30,100 5,92"]),
];
foreach (var width in (float[])[3, 6, 10, 15, 20])
    Show($"lines of a width of {width} % of the height", Of(Drawn([width])));
foreach (var (name, digit, _) in drawings)
{
    var predictions = Of(Drawn([3, 6, 10, 15, 20], name));
    var wrong = Enumerable.Range(0, predictions.Count).Where(i => !predictions.IsCorrect(i)).Select(predictions.Class);
    Show($"lines, {name}", predictions, string.Join(", ", wrong.CountBy(wrong => wrong).Select(count => $"{count.Key}: {count.Value}")));
}

// What is no digit is read as one nevertheless.
(string Name, string[] Strokes)[] letters =
[
    ("A", ["0,100 30,0 60,100", "12,65 48,65"]),
    ("E", ["55,0 0,0 0,100 55,100", "0,50 45,50"]),
    ("H", ["0,0 0,100", "55,0 55,100", "0,50 55,50"]),
    ("M", ["0,100 0,0 35,60 70,0 70,100"]),
    ("X", ["0,0 60,100", "60,0 0,100"]),
    ("a cross", ["30,0 30,100", "-20,50 80,50"]),
];
foreach (var (name, strokes) in letters)
{
    var prediction = new Predictor(model).Predict(Draw(strokes, 10, Matrix3x2.Identity));
    Console.WriteLine($"lines, {name} | 1 | | {100 * prediction.Confidence:0.00} % | {prediction.ClassName}");
}

void Measure(string name, Matrix3x2 map) => Show(name, Of(Changed(mnist.Test, image => Moved(image, map))));

Predictions Of(ImageDataset set) => Predictions.Of(model, set);

void Show(string name, Predictions predictions, string errors = "")
{
    var calibration = Calibration.Of(predictions);
    Console.WriteLine(
        $"{name} | {predictions.Count:N0} | {100 * predictions.Accuracy:0.00} % | {100 * calibration.Confidence:0.00} % | {errors}");
}

ImageDataset Drawn(float[] widths, string? only = null)
{
    var (pixels, labels) = (new List<byte>(), new List<byte>());
    foreach (var (_, digit, strokes) in drawings.Where(drawing => only is null || drawing.Name == only))
    {
        foreach (var width in widths)
        {
            foreach (var slant in (float[])[-0.4f, -0.2f, -0.1f, 0, 0.1f, 0.2f, 0.4f])
            {
                foreach (var breadth in (float[])[0.7f, 1, 1.3f])
                {
                    pixels.AddRange(Draw(strokes, width, new Matrix3x2(breadth, 0, -slant, 1, 0, 0)));
                    labels.Add(digit);
                }
            }
        }
    }

    return new ImageDataset("lines", [.. pixels], [.. labels], ImageDataset.Digits);
}

static byte[] Draw(string[] strokes, float width, Matrix3x2 map)
{
    const int Sheet = 280;
    var ink = new float[Sheet * Sheet];
    foreach (var stroke in strokes)
    {
        Vector2[] points = [.. stroke.Split(' ').Select(point => point.Split(',')).Select(point =>
            new Vector2(100, 90) + Vector2.Transform(new Vector2(float.Parse(point[0]), float.Parse(point[1])), map))];
        for (var i = 1; i < points.Length; i++)
        {
            var (from, along) = (points[i - 1], points[i] - points[i - 1]);
            for (var pixel = 0; pixel < ink.Length; pixel++)
            {
                var at = new Vector2(pixel % Sheet, pixel / Sheet);
                var nearest = from + (along * Math.Clamp(Vector2.Dot(at - from, along) / along.LengthSquared(), 0, 1));
                ink[pixel] = Math.Max(ink[pixel], Math.Clamp((width / 2) + 0.5f - Vector2.Distance(at, nearest), 0, 1));
            }
        }
    }

    var image = new byte[Side * Side];
    MnistNormalizer.TryNormalize(ink, Sheet, Sheet, image);
    return image;
}

static ImageDataset Changed(ImageDataset set, Func<byte[], byte[]> change) => new(
    set.Name, [.. set.Pixels.Chunk(Side * Side).SelectMany(change)], set.Labels, set.ClassNames);

static byte[] Moved(byte[] image, Matrix3x2 map)
{
    Matrix3x2.Invert(map, out var inverse);
    var result = new byte[image.Length];
    for (var i = 0; i < result.Length; i++)
    {
        var at = Vector2.Transform(new Vector2(i % Side, i / Side), inverse);
        var (x, y) = ((int)MathF.Floor(at.X), (int)MathF.Floor(at.Y));
        var (right, down) = (at.X - x, at.Y - y);
        result[i] = (byte)MathF.Round(
            ((1 - down) * (((1 - right) * Pixel(x, y)) + (right * Pixel(x + 1, y))))
            + (down * (((1 - right) * Pixel(x, y + 1)) + (right * Pixel(x + 1, y + 1)))));
    }

    return result;

    float Pixel(int x, int y) => x is >= 0 and < Side && y is >= 0 and < Side ? image[(y * Side) + x] : 0;
}

static byte[] Neighbours(byte[] image, Func<byte, byte, byte> choose, int reach)
{
    var result = (byte[])image.Clone();
    for (var i = 0; i < result.Length; i++)
    {
        for (var down = 0; down <= reach; down++)
        {
            for (var right = 0; right <= reach; right++)
            {
                var (x, y) = ((i % Side) + right - (reach / 2), (i / Side) + down - (reach / 2));
                result[i] = choose(result[i], x is >= 0 and < Side && y is >= 0 and < Side ? image[(y * Side) + x] : (byte)0);
            }
        }
    }

    return result;
}
