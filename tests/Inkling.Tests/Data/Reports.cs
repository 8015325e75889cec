using System.Collections.Concurrent;

namespace Inkling.Tests.Data;

/// <summary>Keeps what is reported, at once and in order.</summary>
internal sealed class Reports<T> : IProgress<T>
{
    public ConcurrentQueue<T> All { get; } = [];

    public void Report(T value) => All.Enqueue(value);
}
