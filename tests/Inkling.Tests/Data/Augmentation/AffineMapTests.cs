using Inkling.Data;

namespace Inkling.Tests.Data;

public class AffineMapTests
{
    private static readonly ImageSize Size = new(1, 28, 28);

    [Fact]
    public void No_change_leaves_every_bit()
    {
        var digits = AugmentationTests.Digits(20);
        var before = digits.ToArray();
        new RandomAffine().Apply(digits, new RandomStream(1));
        digits.ToArray().ShouldBe(before);
        new ElasticDistortion(0).Apply(digits, new RandomStream(1));
        digits.ToArray().ShouldBe(before);
        new RandomErase(0).Apply(digits, new RandomStream(1));
        digits.ToArray().ShouldBe(before);
    }

    [Theory]
    [InlineData(3, -2)]
    [InlineData(0, 5)]
    [InlineData(-28, 0)]
    [InlineData(1000, 1000)]
    public void A_shift_by_whole_pixels_moves_every_pixel_exactly_and_brings_background(int down, int right)
    {
        var image = Noise();
        Moved(image, down: down, right: right).ShouldBe(
            Each((row, column) => row - down is >= 0 and < 28 && column - right is >= 0 and < 28
                ? image[((row - down) * 28) + column - right]
                : 0));
    }

    [Fact]
    public void A_shift_by_half_a_pixel_takes_the_mean_of_two()
    {
        var image = Noise();
        var moved = Moved(image, right: 0.5);
        for (var column = 1; column < 28; column++)
            moved[(5 * 28) + column].ShouldBe((image[(5 * 28) + column] + image[(5 * 28) + column - 1]) / 2, 1e-6);
        moved[5 * 28].ShouldBe(image[5 * 28] / 2, 1e-6);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(-90)]
    [InlineData(180)]
    public void A_quarter_turn_goes_clockwise(int degrees)
    {
        var image = Noise();
        var expected = degrees switch
        {
            90 => Each((row, column) => image[((27 - column) * 28) + row]),
            -90 => Each((row, column) => image[(column * 28) + 27 - row]),
            _ => Each((row, column) => image[783 - (row * 28) - column]),
        };
        ShouldBeClose(Moved(image, turn: degrees), expected);
    }

    [Fact]
    public void Twice_the_size_has_four_times_the_ink()
    {
        var image = Each((row, column) => row is >= 11 and <= 16 && column is >= 9 and <= 18 ? 1 : 0);
        var larger = Moved(image, factor: 2);
        larger.Sum().ShouldBe(4 * image.Sum(), 1);
        larger[(14 * 28) + 5].ShouldBe(1);
        larger[(14 * 28) + 1].ShouldBe(0);
        larger[(6 * 28) + 14].ShouldBe(0);
        larger[(7 * 28) + 14].ShouldBe(0.25f);
    }

    [Fact]
    public void A_slant_of_45_degrees_moves_each_row_by_its_distance_from_the_middle()
    {
        // An upright line between columns 13 and 14 becomes a diagonal that leans to the right: its top goes right.
        var image = Each((row, column) => column is 13 or 14 && row is >= 4 and <= 23 ? 1 : 0);
        var slanted = Moved(image, slant: 45);
        for (var row = 4; row <= 23; row++)
        {
            var centre = Enumerable.Range(0, 28).Sum(column => column * (double)slanted[(row * 28) + column]) / 2;
            centre.ShouldBe(13.5 + (13.5 - row), 1e-4);
        }
    }

    [Fact]
    public void Amounts_drawn_fill_their_range_and_no_more()
    {
        // Where the middle of a blob comes to lie tells the shift.
        var images = Tensor.Zeros(500, 1, 28, 28);
        for (var i = 0; i < 500; i++)
            images.Span[(i * 784) + (14 * 28) + 14] = 1;
        new RandomAffine(shift: 3).Apply(images, new RandomStream(1));
        var rows = new List<double>();
        for (var i = 0; i < 500; i++)
        {
            var image = images[i].ToArray();
            image.Sum().ShouldBe(1, 1e-4);
            rows.Add(Enumerable.Range(0, 784).Sum(at => at / 28 * (double)image[at]) - 14);
        }

        rows.Min().ShouldBeInRange(-3, -2.9);
        rows.Max().ShouldBeInRange(2.9, 3);
        rows.Average().ShouldBe(0, 0.3);
    }

    [Fact]
    public void A_distortion_moves_points_by_its_strength()
    {
        // On a ramp along the columns, a value tells the column that it came from, away from the edges.
        const float Strength = 1.5f;
        var ramp = Each((_, column) => column / 28f);
        var images = Tensor.From([.. Enumerable.Repeat(ramp, 400).SelectMany(image => image)], 400, 1, 28, 28);
        new ElasticDistortion(Strength).Apply(images, new RandomStream(2));
        var (squares, roughness, count) = (0.0, 0.0, 0);
        for (var i = 0; i < 400; i++)
        {
            var image = images[i].ToArray();
            for (var row = 9; row < 19; row++)
            {
                for (var column = 9; column < 19; column++)
                {
                    var moved = (image[(row * 28) + column] * 28) - column;
                    var below = (image[((row + 1) * 28) + column] * 28) - column;
                    squares += moved * moved;
                    roughness += (below - moved) * (below - moved);
                    count++;
                }
            }
        }

        var rms = Math.Sqrt(squares / count);
        rms.ShouldBe(Strength, 0.15);
        Math.Sqrt(roughness / count).ShouldBeLessThan(Strength / 3, "neighbours move together");
    }

    [Fact]
    public void An_erased_rectangle_has_an_area_in_its_range_and_as_many_images_have_one_as_were_asked_for()
    {
        var images = Tensor.Ones(1000, 1, 28, 28);
        new RandomErase(0.25f, 0.05f, 0.1f).Apply(images, new RandomStream(3));
        var erased = Enumerable.Range(0, 1000).Select(i => images[i].ToArray().Count(value => value == 0)).ToList();
        erased.Count(area => area > 0).ShouldBeInRange(200, 300);
        erased.Where(area => area > 0).ShouldAllBe(area => area > 0.05 * 784 * 0.85 && area < 0.1 * 784 * 1.15);
    }

    private static float[] Noise()
    {
        var random = new RandomStream(9);
        return Each((_, _) => random.NextSingle());
    }

    private static float[] Each(Func<int, int, float> value) => [.. Enumerable.Range(0, 784).Select(at => value(at / 28, at % 28))];

    private static unsafe float[] Moved(
        float[] image, double down = 0, double right = 0, double turn = 0, double factor = 1, double slant = 0)
    {
        var moved = (float[])image.Clone();
        fixed (float* pixels = moved)
            AffineMap.InverseOf(down, right, turn, factor, slant, Size).Resample(pixels, Size);
        return moved;
    }

    private static void ShouldBeClose(float[] actual, float[] expected)
    {
        for (var i = 0; i < expected.Length; i++)
            actual[i].ShouldBe(expected[i], 1e-5, $"pixel {i}");
    }
}
