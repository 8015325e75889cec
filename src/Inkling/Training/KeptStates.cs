namespace Inkling.Training;

/// <summary>
/// The states of a training at regular steps. Where they need more memory than they may, the interval is doubled and every other state is
/// dropped.
/// </summary>
/// <param name="interval">The number of steps from one state to the next, at least 1.</param>
/// <param name="budget">The most memory of all states, in bytes; two of them are kept in any case.</param>
internal sealed class KeptStates(int interval, long budget)
{
    private readonly SortedList<int, TrainingState> _states = [];
    private long _bytes;

    /// <summary>Gets the number of steps from one state to the next.</summary>
    public int Interval { get; private set; } = interval;

    /// <summary>Gets the steps of the states, in ascending order.</summary>
    public IReadOnlyList<int> Steps => [.. _states.Keys];

    /// <summary>Adds a state, or replaces that of the step.</summary>
    public void Add(int step, TrainingState state)
    {
        Remove(step);
        _states.Add(step, state);
        _bytes += state.Bytes;
        while (_bytes > budget && _states.Count > 2)
        {
            Interval = checked(2 * Interval);
            foreach (var other in _states.Keys.Where(other => other % Interval != 0).ToArray())
                Remove(other);
        }
    }

    /// <summary>Gets a state.</summary>
    /// <exception cref="ArgumentException">There is none of that step.</exception>
    public TrainingState Find(int step) => _states.TryGetValue(step, out var state)
        ? state
        : throw new ArgumentException($"no state of step {step} is kept, expected one of: {string.Join(", ", _states.Keys)}", nameof(step));

    /// <summary>Drops the states after a step.</summary>
    public void RemoveAfter(int step)
    {
        foreach (var later in _states.Keys.Where(other => other > step).ToArray())
            Remove(later);
    }

    private void Remove(int step)
    {
        if (_states.Remove(step, out var state))
            _bytes -= state.Bytes;
    }
}
