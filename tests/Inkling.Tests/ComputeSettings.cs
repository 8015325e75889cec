namespace Inkling.Tests;

/// <summary>
/// Tests that change <see cref="Compute"/>, or count what the whole process allocates: one after the other, with nothing beside them.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class ComputeSettings
{
    public const string Name = "Compute settings";

    internal static void AtEveryWidth(Action<int> test)
    {
        var before = Compute.VectorBits;
        try
        {
            foreach (var bits in (int[])[128, 256, 512])
            {
                Compute.VectorBits = bits;
                test(bits);
            }
        }
        finally
        {
            Compute.VectorBits = before;
        }
    }

    internal static T With<T>(int threads, Func<T> test)
    {
        var before = Compute.Threads;
        try
        {
            Compute.Threads = threads;
            return test();
        }
        finally
        {
            Compute.Threads = before;
        }
    }
}
