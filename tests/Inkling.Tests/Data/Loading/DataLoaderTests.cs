using Inkling.Data;

namespace Inkling.Tests.Data;

public class DataLoaderTests
{
    [Theory]
    [InlineData(100, 7, true)]
    [InlineData(100, 7, false)]
    [InlineData(64, 64, true)]
    [InlineData(3, 10, true)]
    [InlineData(5, 1, true)]
    public void Every_item_comes_exactly_once_per_epoch(int items, int batchSize, bool shuffle)
    {
        var loader = new DataLoader(Numbers(items), batchSize, shuffle, new RandomStream(1));
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var batches = Epoch(loader);
            batches.Count.ShouldBe(loader.Count);
            batches.Take(batches.Count - 1).ShouldAllBe(batch => batch.Length == batchSize);
            var order = batches.SelectMany(batch => batch).ToList();
            order.ShouldBe(Enumerable.Range(0, items).Select(i => (float)i), ignoreOrder: shuffle);
        }
    }

    [Fact]
    public void Each_epoch_has_an_order_of_its_own_and_a_seed_has_its_orders()
    {
        var loader = new DataLoader(Numbers(50), 8, shuffle: true, new RandomStream(1));
        var (first, second) = (Flat(Epoch(loader)), Flat(Epoch(loader)));
        second.ShouldNotBe(first);
        var again = new DataLoader(Numbers(50), 8, shuffle: true, new RandomStream(1));
        Flat(Epoch(again)).ShouldBe(first);
        Flat(Epoch(again)).ShouldBe(second);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void A_saved_place_gives_the_very_batches_that_would_have_come(bool withRandomTransform, bool prefetch)
    {
        var whole = Loader();
        var expected = Enumerable.Range(0, 3).Select(_ => Epoch(whole)).ToList();

        for (var stop = 0; stop < 7; stop++)
        {
            // Interrupted after `stop` batches of the second epoch, saved within the loop.
            var before = Loader();
            Epoch(before);
            var state = before.State;
            var seen = 0;
            foreach (var _ in before)
            {
                if (seen++ == stop)
                    break;
                state = before.State;
            }

            if (stop > 0)
                seen.ShouldBeGreaterThan(0);
            var after = Loader();
            after.State = state;
            after.State.ShouldBe(state);
            ShouldBe(Epoch(after), expected[1].Skip(stop), $"the rest of the epoch after {stop} batches");
            ShouldBe(Epoch(after), expected[2], $"the epoch after, resumed after {stop} batches");
        }

        DataLoader Loader() =>
            new(Numbers(47), 8, shuffle: true, new RandomStream(5), withRandomTransform ? [new Noise()] : []) { Prefetch = prefetch };
    }

    [Fact]
    public void Prefetching_changes_no_batch_and_no_place()
    {
        var (plain, ahead) = (Loader(), Loader());
        ahead.Prefetch = true;
        for (var epoch = 0; epoch < 4; epoch++)
        {
            using var expected = plain.GetEnumerator();
            using var actual = ahead.GetEnumerator();
            while (expected.MoveNext())
            {
                actual.MoveNext().ShouldBeTrue();
                actual.Current.Inputs.ToArray().ShouldBe(expected.Current.Inputs.ToArray());
                actual.Current.Labels.ToArray().ShouldBe(expected.Current.Labels.ToArray());
                ahead.State.ShouldBe(plain.State);

                // One epoch is left early, and in one the prefetching ends early.
                if (epoch == 1 && ahead.State.NextBatch == 3)
                    break;
                ahead.Prefetch = epoch != 2 || ahead.State.NextBatch < 3;
            }

            if (epoch != 1)
                actual.MoveNext().ShouldBeFalse();
        }

        ahead.State.ShouldBe(plain.State);

        static DataLoader Loader() => new(Numbers(47), 8, shuffle: true, new RandomStream(5), new Noise());
    }

    [Fact]
    public void What_goes_wrong_ahead_is_thrown_where_the_batch_is_asked_for()
    {
        var loader = new DataLoader(Numbers(20), 6, shuffle: false, new RandomStream(1), new RefusesFrom(12)) { Prefetch = true };
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var seen = 0;
            Should.Throw<InvalidDataException>(() =>
            {
                foreach (var _ in loader)
                    seen++;
            }).Message.ShouldBe("12 is refused");
            seen.ShouldBe(2);
        }
    }

    [Fact]
    public void A_place_saved_between_two_epochs_gives_the_whole_next_one()
    {
        var loader = new DataLoader(Numbers(20), 6, shuffle: true, new RandomStream(2));
        Epoch(loader);
        var state = loader.State;
        var expected = Epoch(loader);
        loader.State = state;
        ShouldBe(Epoch(loader), expected, "the second epoch again");
    }

    [Fact]
    public void A_place_saved_before_the_first_epoch_counts_what_a_shared_stream_has_given_to_others()
    {
        var shared = new RandomStream(3);
        var loader = new DataLoader(Numbers(20), 6, shuffle: true, shared);
        shared.NextUInt64();
        var state = loader.State;
        var expected = Epoch(loader);
        loader.State = state;
        ShouldBe(Epoch(loader), expected, "the first epoch again");
    }

    [Fact]
    public void A_place_that_is_none_is_refused()
    {
        var loader = new DataLoader(Numbers(20), 6);
        Should.Throw<ArgumentException>(
            () => loader.State = loader.State with { NextBatch = 5 }).Message.ShouldStartWith("batch 5 is not one of 4");
        Should.Throw<ArgumentException>(() => loader.State = default).Message.ShouldStartWith("a state of nothing but zeros");
        Should.Throw<ArgumentOutOfRangeException>(
            () => new DataLoader(Numbers(20), 0)).Message.ShouldStartWith("a batch size of 0 is not at least 1");
    }

    [Fact]
    public void A_loop_left_early_starts_a_new_epoch_next_time()
    {
        var loader = new DataLoader(Numbers(20), 6, shuffle: true, new RandomStream(4));
        foreach (var _ in loader)
            break;
        Flat(Epoch(loader)).ShouldBe(Enumerable.Range(0, 20).Select(i => (float)i), ignoreOrder: true);
    }

    [Fact]
    public void An_enumerator_that_has_ended_stays_at_its_end()
    {
        using var batches = new DataLoader(Numbers(2), 2).GetEnumerator();
        batches.MoveNext().ShouldBeTrue();
        batches.MoveNext().ShouldBeFalse();
        batches.MoveNext().ShouldBeFalse();
    }

    [Fact]
    public void Inputs_and_labels_stay_together_and_keep_their_shapes()
    {
        var images = RepeatabilityTests.Images(100);
        foreach (var (inputs, labels) in images.Batches(32, shuffle: true))
        {
            inputs.Shape.ShouldBe(new Shape(labels.Length, 1, 28, 28));
            for (var i = 0; i < labels.Length; i++)
            {
                var row = inputs[i].ToArray();
                var found = Enumerable.Range(0, 100)
                    .Single(at => images.Pixels.AsSpan(at * 784, 784).ToArray().Select(pixel => pixel / 255f).SequenceEqual(row));
                labels[i].Item().ShouldBe(images.Labels[found]);
            }
        }
    }

    [Fact]
    public void A_batch_is_valid_until_the_next_one()
    {
        var loader = new DataLoader(Numbers(4), 2);
        Tensor? before = null;
        foreach (var (inputs, _) in loader)
        {
            if (before is { } last)
                Should.Throw<ObjectDisposedException>(() => last.ToArray());
            before = inputs;
        }
    }

    [Fact]
    public void A_loop_within_a_loop_over_the_same_set_has_a_loader_of_its_own()
    {
        var numbers = Numbers(6);
        var (outer, inner) = (0, 0);
        foreach (var _ in numbers.Batches(2, shuffle: true))
        {
            outer++;
            foreach (var __ in numbers.Batches(2, shuffle: true))
                inner++;
        }

        (outer, inner).ShouldBe((3, 9));
    }

    [Fact]
    public void Batches_go_on_with_the_same_loader_until_another_size_or_seed_is_asked_for()
    {
        Randomness.Seed(1);
        var numbers = Numbers(20);
        var loader = numbers.Batches(4, shuffle: true);
        numbers.Batches(4, shuffle: true).ShouldBeSameAs(loader);
        numbers.Batches(4).ShouldNotBeSameAs(loader);
        loader = numbers.Batches(4, shuffle: true);
        Randomness.Seed(1);
        numbers.Batches(4, shuffle: true).ShouldNotBeSameAs(loader);
    }

    [Fact]
    public void Normalize_takes_the_mean_off_and_divides_by_the_deviation()
    {
        var loader =
            new DataLoader(new TensorDataset(Tensor.From([0, 1, 2, 3], 2, 2), Tensor.Of(0, 1)), 2, transforms: new Normalize(1, 0.5f));
        foreach (var (inputs, _) in loader)
            inputs.ToArray().ShouldBe([-2, 0, 2, 4]);
    }

    [Fact]
    public void A_data_set_gives_the_items_asked_for()
    {
        var numbers = Numbers(5);
        var (inputs, labels) = numbers.Take([3, 0, 3]);
        inputs.ToArray().ShouldBe([3, 0, 3]);
        labels.ToArray().ShouldBe([3, 0, 3]);
        numbers.All().Inputs.ToArray().ShouldBe([0, 1, 2, 3, 4]);
        Should.Throw<ArgumentOutOfRangeException>(() => numbers.Take([5])).Message.ShouldStartWith("there is no item 5 among 5");
        Should.Throw<ArgumentException>(() => new TensorDataset(Tensor.Zeros(3, 2), Tensor.Zeros(4)))
            .Message.ShouldStartWith("TensorDataset: inputs are [3, 2] and labels [4], expected the same number of items");
    }

    /// <summary>Items whose input and label are their own number.</summary>
    private static TensorDataset Numbers(int count)
    {
        var numbers = Tensor.Of([.. Enumerable.Range(0, count).Select(i => (float)i)]);
        return new TensorDataset(numbers, numbers);
    }

    private static List<float[]> Epoch(DataLoader loader)
    {
        var batches = new List<float[]>();
        foreach (var (inputs, _) in loader)
            batches.Add(inputs.ToArray());
        return batches;
    }

    private static List<float> Flat(List<float[]> batches) => [.. batches.SelectMany(batch => batch)];

    private static void ShouldBe(IEnumerable<float[]> actual, IEnumerable<float[]> expected, string what)
    {
        var (left, right) = (actual.ToList(), expected.ToList());
        left.Count.ShouldBe(right.Count, what);
        for (var i = 0; i < left.Count; i++)
            left[i].ShouldBe(right[i], what);
    }

    private sealed class RefusesFrom(float value) : Transform
    {
        public override void Apply(Tensor inputs, RandomStream random)
        {
            if (inputs.Span[0] >= value)
                throw new InvalidDataException($"{inputs.Span[0]} is refused");
        }
    }

    private sealed class Noise : Transform
    {
        public override void Apply(Tensor inputs, RandomStream random)
        {
            foreach (ref var value in inputs.Span)
                value += random.NextSingle();
        }
    }
}
