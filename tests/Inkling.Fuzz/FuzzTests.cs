namespace Inkling.Fuzz;

/// <summary>What needs no fuzzer: the seeds, the inputs that once were findings, and random damage.</summary>
public class FuzzTests
{
    private const int Cases = 400;

    public static TheoryData<string> Targets => [.. FuzzTarget.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    public void The_seeds_are_accepted(string name)
    {
        using var target = FuzzTarget.Create(name);
        foreach (var (i, seed) in target.Seeds.Index())
            target.Run(seed).ShouldBeTrue($"seed {i}");
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void The_corpus_and_what_was_found_are_accepted_or_refused(string name)
    {
        using var target = FuzzTarget.Create(name);
        foreach (var file in RandomRun.Inputs("Corpus", name).Concat(RandomRun.Inputs("Crashes", name)))
            Should.NotThrow(() => target.Run(File.ReadAllBytes(file)), file);
    }

    /// <summary>Damage that is always refused, or never, would test little.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public void Damaged_files_are_accepted_or_refused(string name)
    {
        var (accepted, refused) = RandomRun.Of(name, Cases);
        accepted.ShouldBeGreaterThan(Cases / 100);
        refused.ShouldBeGreaterThan(Cases / 10);
    }
}
