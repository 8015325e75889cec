namespace Inkling.Tests;

public class RandomStreamTests
{
    /// <summary>Computed with another implementation of xoshiro256** and SplitMix64. A change here would break every saved run.</summary>
    [Theory]
    [InlineData(0UL, new ulong[] { 0x99EC5F36CB75F2B4, 0xBF6E1F784956452A, 0x1A5F849D4933E6E0, 0x6AA594F1262D2D2C })]
    [InlineData(1UL, new ulong[] { 0xB3F2AF6D0FC710C5, 0x853B559647364CEA, 0x92F89756082A4514, 0x642E1C7BC266A3A7 })]
    [InlineData(42UL, new ulong[] { 0x15780B2E0C2EC716, 0x6104D9866D113A7E, 0xAE17533239E499A1, 0xECB8AD4703B360A1 })]
    [InlineData(ulong.MaxValue, new ulong[] { 0x8F5520D52A7EAD08, 0xC476A018CAA1802D, 0x81DE31C0D260469E, 0xBF658D7E065F3C2F })]
    public void The_sequence_of_a_seed_never_changes(ulong seed, ulong[] expected)
    {
        var random = new RandomStream(seed);
        expected.Select(_ => random.NextUInt64()).ShouldBe(expected);
    }

    [Fact]
    public void The_sequence_of_an_item_never_changes()
    {
        var random = RandomStream.ForItem(7, 3);
        ((ulong[])[random.NextUInt64(), random.NextUInt64()]).ShouldBe([0x9E6D0384691D182AUL, 0x2B29457801F3E821UL]);
    }

    [Fact]
    public void What_is_drawn_from_the_bits_never_changes()
    {
        // From the first words of seed 42, 0x15780B2E0C2EC716 and so on.
        new RandomStream(42).NextDouble().ShouldBe((0x15780B2E0C2EC716UL >> 11) / 9007199254740992.0);
        new RandomStream(42).NextSingle().ShouldBe((0x15780B2E0C2EC716UL >> 40) / 16777216f);
        new RandomStream(42).NextSingle(-1, 3).ShouldBe(-1 + ((0x15780B2E0C2EC716UL >> 40) / 16777216f * 4));
        new RandomStream(42).Next(1000).ShouldBe((int)((0x15780B2EUL * 1000) >> 32));
        var (first, second) = ((0x15780B2E0C2EC716UL >> 11) / 9007199254740992.0, (0x6104D9866D113A7EUL >> 11) / 9007199254740992.0);
        new RandomStream(42).NextNormal().ShouldBe(Math.Sqrt(-2 * Math.Log(1 - first)) * Math.Cos(2 * Math.PI * second), 1e-15);
        int[] items = [0, 1, 2, 3, 4, 5, 6, 7];
        new RandomStream(42).Shuffle(items);
        items.ShouldBe(ShuffledByHand(42, 8));
    }

    [Fact]
    public void Numbers_stay_in_their_ranges_and_fill_them_evenly()
    {
        var random = new RandomStream(3);
        var (tenths, dice) = (new int[10], new int[6]);
        double sum = 0, squares = 0;
        const int Count = 120_000;
        for (var i = 0; i < Count; i++)
        {
            var number = random.NextDouble();
            number.ShouldBeInRange(0, 1 - 1e-16);
            tenths[(int)(number * 10)]++;
            random.NextSingle().ShouldBeInRange(0, 0.99999994f);
            dice[random.Next(6)]++;
            var normal = random.NextNormal();
            (sum, squares) = (sum + normal, squares + (normal * normal));
        }

        // Five standard deviations and more.
        tenths.ShouldAllBe(count => Math.Abs(count - (Count / 10)) < 600);
        dice.ShouldAllBe(count => Math.Abs(count - (Count / 6)) < 700);
        (sum / Count).ShouldBe(0, 0.015);
        (squares / Count).ShouldBe(1, 0.03);
        random.Next(1).ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => random.Next(0));
    }

    [Fact]
    public void Shuffle_gives_a_permutation_and_every_place_its_share()
    {
        var random = new RandomStream(5);
        var counts = new int[4, 4];
        for (var round = 0; round < 8000; round++)
        {
            int[] items = [0, 1, 2, 3];
            random.Shuffle(items);
            items.ShouldBe([0, 1, 2, 3], ignoreOrder: true);
            for (var i = 0; i < 4; i++)
                counts[i, items[i]]++;
        }

        counts.Cast<int>().ShouldAllBe(count => Math.Abs(count - 2000) < 200);
        random.Shuffle([]);
    }

    [Fact]
    public void A_saved_state_goes_on_exactly()
    {
        var random = new RandomStream(9);
        random.NextNormal();
        var state = random.State;
        ulong[] expected = [random.NextUInt64(), random.NextUInt64(), random.NextUInt64()];
        var resumed = new RandomStream(state);
        ((ulong[])[resumed.NextUInt64(), resumed.NextUInt64(), resumed.NextUInt64()]).ShouldBe(expected);
        random.State = state;
        random.NextUInt64().ShouldBe(expected[0]);
    }

    [Fact]
    public void Items_and_neighbouring_seeds_have_streams_of_their_own() =>
        Enumerable.Range(0, 1000).SelectMany(i => (ulong[])
        [
            RandomStream.ForItem(1, (ulong)i).NextUInt64(), RandomStream.ForItem(2, (ulong)i).NextUInt64(),
            new RandomStream((ulong)i).NextUInt64(),
        ]).Distinct().Count().ShouldBe(3000);

    [Fact]
    public void The_stream_of_a_thread_starts_at_its_seed()
    {
        Randomness.Seed(42);
        Randomness.Default.NextUInt64().ShouldBe(0x15780B2E0C2EC716UL);
        var elsewhere = 0UL;
        var thread = new Thread(() => elsewhere = Randomness.Default.NextUInt64());
        thread.Start();
        thread.Join();
        elsewhere.ShouldBe(0x99EC5F36CB75F2B4UL);
        Randomness.Default.NextUInt64().ShouldBe(0x6104D9866D113A7EUL);
    }

    private static int[] ShuffledByHand(ulong seed, int count)
    {
        var random = new RandomStream(seed);
        List<int> items = [.. Enumerable.Range(0, count)];
        for (var i = count - 1; i > 0; i--)
        {
            // Powers of two and small numbers: the chance that a draw is rejected is below 1e-8.
            var j = (int)(((random.NextUInt64() >> 32) * (ulong)(i + 1)) >> 32);
            (items[i], items[j]) = (items[j], items[i]);
        }

        return [.. items];
    }
}
