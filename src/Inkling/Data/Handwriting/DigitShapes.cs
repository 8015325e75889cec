namespace Inkling.Data;

/// <summary>The variants of each digit, drawn by eye on a grid 100 high.</summary>
internal static class DigitShapes
{
    private static readonly DigitShape[][] Shapes =
    [
        [ // 0
            Variant(4, "30,0 8,14 0,50 8,86 30,100 52,86 60,50 52,14 30,0"), // an oval from the top, anticlockwise
            Variant(3, "46,8 25,0 5,22 2,62 18,96 45,92 62,55 52,16 30,2 18,10"), // overlapping at the top
            Variant(2, "40,4 15,10 0,45 8,88 32,100 56,82 60,45 48,12 34,-4"), // closed by a crossing
            Variant(1, "24,4 48,6 62,40 54,84 30,100 8,86 0,50 8,16 32,0"), // clockwise
            Variant(1, "30,18 38,2 18,4 0,40 6,84 30,100 54,86 60,50 50,14 34,2"), // a hook that starts inside
            Variant(1.5f, "36,2 20,10 2,50 6,88 20,100 36,88 50,52 48,14 38,2"), // pointed
            Variant(1, "56,10 40,0 8,18 0,66 14,98 44,94 64,60 58,22 40,10 20,22"), // a curl at the end
            Variant(3, "48,0 14,20 0,68 14,100 44,84 66,30 50,2"), // leaning
            Variant(2, "44,2 14,6 0,48 14,92 44,98 74,60 66,16 40,0"), // wide
            Variant(0.3f, "30,0 8,14 0,50 8,86 30,100 52,86 60,50 52,14 30,0", "56,8 30,50 4,92"), // crossed out
        ],
        [ // 1
            Variant(6, "0,0 0,50 0,100"), // a stroke
            Variant(4, "32,0 16,50 0,100"), // a leaning stroke
            Variant(2, "4,0 0,45 3,100"), // bent
            Variant(2, "-4,0 0,55 -2,100"),
            Variant(0.8f, "-20,24 0,0! 0,50 0,100"), // with a serif
            Variant(0.7f, "-20,24 0,0! 0,50 0,100", "-30,100 0,99 30,100"), // with a serif and a foot
        ],
        [ // 2
            Variant(4, "4,22 18,3 42,2 55,20 48,46 26,74 2,98! 30,97 64,98"), // a sharp turn at the foot
            Variant(4, "5,20 20,2 45,3 55,25 45,55 22,88 6,97 2,86 16,78 38,90 66,97"), // a loop at the foot
            Variant(2, "2,10 28,2 56,8! 30,50 2,98! 32,96 64,95"), // like a Z
            Variant(2, "12,30 6,14 26,0 50,8 54,30 38,60 8,94! 34,92 64,96"), // a hook at the start
            Variant(2, "2,24 20,4 44,6 50,28 36,62 14,92 0,88 8,72 30,82 48,98 68,92"), // a swan with a wave
            Variant(2, "8,26 20,4 46,2 54,24 42,54 18,90 0,94 4,74 26,72 46,92 84,96"), // a wide loop and a long foot
            Variant(1.5f, "0,18 22,0 46,8 42,40 22,70 0,94! 40,86 84,92"), // low and wide
            Variant(1, "10,22 24,0 44,10 38,46 20,80 2,96 18,84 40,86 58,100"), // a foot that falls
            Variant(3, "6,20 24,2 48,4 56,26 48,58 28,88 8,100 0,84 14,68 42,78 80,90"), // a big loop, the foot above its lower edge
            Variant(2, "8,26 20,6 44,0 58,18 50,54 26,92 4,100 -4,86 8,74 34,84 66,98"), // a round loop
            Variant(1.5f, "2,14 26,2 46,12 34,52 0,92! 36,88 70,82"), // a rising foot
        ],
        [ // 3
            Variant(4, "4,14 24,0 48,6 50,28 36,42 20,47! 46,52 60,72 48,94 22,100 0,88"), // two bows that meet in a point
            Variant(2, "2,4 28,3 54,2! 38,22 22,40! 48,46 60,70 46,95 18,100 0,90"), // a flat top
            Variant(2, "4,12 28,0 50,14 44,36 24,48 14,44 24,40 50,54 56,78 38,98 12,98 0,86"), // a loop at the waist
            Variant(3, "6,10 30,0 52,14 46,36 28,46! 50,54 56,74 44,94 20,100 -4,94"), // the lower bow open
            Variant(1, "0,16 24,2 44,10 42,32 26,44 34,48 54,64 50,88 24,100 0,92"), // a soft waist
            Variant(1.5f, "14,12 36,0 54,10 48,28 30,38! 50,44 56,64 38,88 0,100"), // slanting, straight at the end
            Variant(1.5f, "0,10 34,2 60,8 44,28 22,42! 50,46 58,64 44,86 14,98 -8,80"), // wide bows, a hooked end
        ],
        [ // 4
            Variant(4, "10,0 5,28 0,54! 30,53 64,50", "48,6 45,50 40,100"), // open, with a corner
            Variant(1.5f, "42,0 20,34 0,64! 30,65 64,63", "43,0 42,50 42,100"), // closed at the top
            Variant(4, "6,2 0,30 6,50 28,50 48,40", "54,0 49,50 44,100"), // open like a cup
            Variant(2, "6,2 1,38 12,52 34,48 50,32! 55,2! 50,50 44,100"), // in one go
            Variant(0.4f, "46,4 22,28 2,56! 34,56 52,54! 50,4! 47,50 44,100"), // closed in one go
            Variant(2, "22,4 12,30 0,52! 34,46 74,36", "56,6 46,50 32,100"), // a rising bar
            Variant(1.5f, "14,10 6,34 0,56! 28,56 60,56", "56,0 50,48 46,100"), // a short arm
        ],
        [ // 5
            Variant(3, "10,3 7,24 5,44! 30,37 54,50 56,76 38,98 12,100 0,90", "10,3 35,3 62,0"), // the bar last
            Variant(3, "60,0 36,3 12,4! 9,24 7,42! 32,37 54,55 52,82 30,100 2,92"), // in one go
            Variant(2, "58,4 28,2 14,14 14,34 38,48 52,68 42,94 14,99 0,88"), // like an S
            Variant(2, "16,14 12,32 8,48! 32,44 50,58 46,84 24,100 -4,94", "18,10 40,7 66,0"), // a loose bar
            Variant(2, "20,18 14,34 8,50! 32,46 46,64 36,90 8,100 -8,94", "20,18 48,13 86,4"), // a long bar
            Variant(1.5f, "84,2 52,8 26,14! 18,30 12,46! 38,50 48,68 34,92 2,100"), // a long bar, in one go
            Variant(1.5f, "60,2 36,3 14,5! 10,22 8,40! 36,36 58,56 52,86 26,100 2,94 0,78 14,74"), // a curl at the end
        ],
        [ // 6
            Variant(4, "42,0 18,24 2,60 8,92 30,100 50,86 46,64 26,56 6,72"), // a sweep
            Variant(3, "22,0 8,38 0,74 14,100 40,94 46,70 26,58 4,76"), // a straight stem
            Variant(2, "52,8 34,0 12,24 0,64 12,96 36,98 52,78 38,58 14,62 2,78"), // a hooked top
            Variant(2, "34,0 14,30 2,66 12,96 34,98 44,80 32,68 14,78 8,92"), // a curl inside
            Variant(2, "28,0 8,28 0,66 14,98 46,98 66,76 48,58 22,70 10,92"), // a wide bowl
            Variant(1.5f, "10,0 2,34 0,70 12,98 40,100 58,82 44,62 20,72 8,92"), // an upright stem, a wide bowl
        ],
        [ // 7
            Variant(5, "0,6 28,5 55,4! 34,48 22,100"), // a corner
            Variant(1.5f, "0,6 28,5 55,4! 34,48 22,100", "8,54 28,51 50,48"), // with a bar
            Variant(2, "2,20 3,5! 28,5 55,4! 34,46 24,100"), // with a serif
            Variant(2, "0,14 12,3 30,8 54,3! 36,40 26,100"), // a wave
            Variant(2, "0,10 24,3 46,6 48,22 36,58 26,100"), // a round shoulder
            Variant(1.5f, "0,26 8,8 28,6 54,0! 40,42 30,100"), // a rising arm
            Variant(1, "0,18 10,4 30,10 56,2! 34,48 22,100", "10,56 28,53 54,50"), // a wave and a bar
            Variant(1, "0,4 34,8 62,12! 56,40 52,100"), // a falling arm
            Variant(1.5f, "0,32 2,12! 26,9 50,6! 47,50 44,100"), // a hanging serif and an upright leg
            Variant(1.5f, "0,22 30,10 68,4! 56,44 46,100"), // a wide arm
            Variant(1, "2,10 30,8 56,2! 38,44 20,100", "0,60 30,54 66,44"), // a long bar
        ],
        [ // 8
            Variant(4, "46,10 24,0 6,16 20,40 46,62 48,88 24,100 2,86 10,60 36,40 50,18 42,6"), // an S that returns
            Variant(1.5f, "25,0 9,8 8,34 25,45 42,34 42,8 25,0", "25,45 3,58 2,88 25,100 48,88 47,58 25,45"), // two rings
            Variant(3, "56,4 32,0 10,14 20,38 42,60 44,86 22,100 4,86 14,60 38,36 58,2"), // open at the top right
            Variant(2, "26,46 46,30 44,6 24,0 8,12 14,36 42,58 48,84 26,100 4,88 8,62 28,44"), // from the middle
            Variant(2, "58,10 36,2 16,14 24,38 38,58 32,88 12,100 0,86 14,62 44,38 64,14 54,4"), // slanting, a small foot
            Variant(1.5f, "48,14 26,0 2,10 8,34 34,50 44,74 32,98 14,98 10,76 28,54 50,36 54,16 44,8"), // a wide head
            Variant(2, "50,0 24,2 8,18 24,36 40,54 38,88 18,100 6,86 16,62 34,42 56,6"), // a corner at the top
            Variant(2, "32,6 16,0 6,16 16,36 32,60 28,94 12,99 4,78 16,52 34,26 32,8"), // narrow
            Variant(1.5f, "56,20 38,8 14,4 6,22 26,38 50,56 52,84 28,100 10,86 22,60 48,34 62,0"), // an arm thrown up
        ],
        [ // 9
            Variant(4, "46,12 28,0 6,12 2,36 18,48 40,36 48,10! 47,50 42,100"), // a straight tail
            Variant(2, "38,12 24,2 6,14 4,34 16,42 32,28 42,2! 32,52 18,100"), // a narrow head, leaning
            Variant(2, "46,12 28,0 6,12 2,36 18,48 40,36 48,10! 51,56 40,94 16,99 2,88"), // a curved tail
            Variant(3, "44,6 22,2 4,22 8,44 28,46 46,26 52,4! 42,50 30,100"), // slanting
            Variant(2, "50,14 34,0 8,10 4,32 22,42 44,30 50,10 48,40 40,74 34,100"), // a sweep without a corner
            Variant(2, "56,8 30,2 4,22 2,44 22,48 46,32 60,6! 56,50 54,100"), // a wide head
            Variant(1.5f, "40,16 30,0 10,6 2,26 14,38 34,28 42,10 40,46 28,100"), // a small head, a long tail
        ],
    ];

    /// <summary>Gets all variants of a digit.</summary>
    public static IReadOnlyList<DigitShape> Of(int digit) => Shapes[digit];

    /// <summary>Draws a variant of a digit at random, in proportion to its frequency.</summary>
    public static DigitShape Pick(int digit, RandomStream random)
    {
        var variants = Shapes[digit];
        var total = 0f;
        foreach (var variant in variants)
            total += variant.Frequency;
        var left = random.NextSingle(0, total);
        foreach (var variant in variants)
        {
            left -= variant.Frequency;
            if (left < 0)
                return variant;
        }

        return variants[^1];
    }

    private static DigitShape Variant(float frequency, params string[] strokes) => DigitShape.Of(frequency, strokes);
}
