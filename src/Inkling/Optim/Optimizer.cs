using Inkling.Autograd;

namespace Inkling.Optim;

/// <summary>
/// Changes parameters so that the loss becomes smaller, from the gradients that <see cref="Tensor.Backward"/> left in them.
/// </summary>
public abstract class Optimizer
{
    private readonly Node[] _parameters;

    // The part of each parameter whose memory may differ from zero.
    private readonly (int Start, int End)[] _visited;

    /// <summary>An optimizer of the given parameters.</summary>
    /// <exception cref="ArgumentException">There is none, or one does not require gradients.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is not a positive number, or the weight decay is
    /// negative.</exception>
    protected Optimizer(IEnumerable<Tensor> parameters, float learningRate, float weightDecay)
    {
        _parameters = [.. parameters.Select(parameter => parameter.Node).Distinct()];
        if (_parameters.Length == 0)
            throw new ArgumentException("there is no parameter to optimize", nameof(parameters));
        if (_parameters.FirstOrDefault(parameter => !parameter.RequiresGrad) is { } fixedOne)
            throw new ArgumentException(
                $"a parameter of shape {fixedOne.Shape} does not require gradients: call RequireGrad() on it first", nameof(parameters));
        if (!(weightDecay >= 0 && float.IsFinite(weightDecay)))
            throw new ArgumentOutOfRangeException(nameof(weightDecay), $"a weight decay of {weightDecay} is not a number from 0");
        LearningRate = learningRate;
        WeightDecay = weightDecay;
        _visited = new (int, int)[_parameters.Length];
    }

    /// <summary>How far a step goes; schedules change it. 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or not a number.</exception>
    public float LearningRate
    {
        get;
        set => field = value >= 0 && float.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"a learning rate of {value} is not a number from 0");
    }

    /// <summary>How much of a weight's own value is added to its gradient (or, for AdamW, taken off it directly).</summary>
    public float WeightDecay { get; }

    /// <summary>
    /// The share of the running average that a step keeps, 0 to 1: SGD's momentum, Adam's first beta. The one-cycle schedule changes it.
    /// </summary>
    public abstract float Momentum { get; set; }

    /// <summary>Steps taken so far.</summary>
    public int StepCount { get; private set; }

    /// <summary>How many tensors of memory the optimizer keeps for each parameter.</summary>
    protected abstract int MemoryPerParameter { get; }

    /// <summary>
    /// Whether a weight stays as it is while its gradient and its memory are zero. Then weights that never get a gradient, as those of
    /// kernels that reach beyond a small
    /// map, are not visited.
    /// </summary>
    protected virtual bool LeavesIdleWeights => false;

    private Tensor[][]? Memory { get; set; }

    /// <summary>Drops the gradients of all parameters, so that the next <see cref="Tensor.Backward"/> starts new ones.</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in _parameters)
            parameter.ClearGradient();
    }

    /// <summary>Changes every parameter that has a gradient.</summary>
    public void Step()
    {
        StepCount++;
        if (Memory is null || Memory[0].Length < MemoryPerParameter)
            Memory = CreateMemory();
        BeginStep();
        for (var i = 0; i < _parameters.Length; i++)
        {
            var parameter = _parameters[i];
            if (parameter.Gradient is not { } gradient)
                continue;
            var (start, end) = ToVisit(i, gradient);
            if (start == end)
                continue;
            var values = gradient.Live == (start, end) ? gradient.LiveMemory : gradient.Values[start..end];
            parameter.NoteChange();
            Update(
                parameter.Values[start..end], values, MemoryPerParameter > 0 ? Memory[i][0].Span[start..end] : default,
                MemoryPerParameter > 1 ? Memory[i][1].Span[start..end] : default);
        }
    }

    /// <summary>
    /// Everything that <see cref="LoadStateDictionary"/> needs to go on exactly: "step", and for parameter i its memory "i.0", "i.1".
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> StateDictionary()
    {
        if (Memory is null || Memory[0].Length < MemoryPerParameter)
            Memory = CreateMemory();
        var state = new Dictionary<string, Tensor> { ["step"] = Tensor.Of(StepCount & 0xFFFF, StepCount >> 16) };
        for (var i = 0; i < _parameters.Length; i++)
        {
            for (var j = 0; j < MemoryPerParameter; j++)
                state[$"{i}.{j}"] = Memory[i][j].Clone();
        }

        return state;
    }

    /// <summary>Goes back to where <see cref="StateDictionary"/> was taken.</summary>
    /// <exception cref="ArgumentException">A name is missing or a shape differs; nothing has been changed then.</exception>
    public void LoadStateDictionary(IReadOnlyDictionary<string, Tensor> state)
    {
        if (state.ContainsKey("0.0"))
            ExpectMemory();
        var memory = CreateMemory();
        for (var i = 0; i < _parameters.Length; i++)
        {
            for (var j = 0; j < MemoryPerParameter; j++)
            {
                if (!state.TryGetValue($"{i}.{j}", out var given) || given.Shape != memory[i][j].Shape)
                    throw new ArgumentException($"the optimizer's state has no \"{i}.{j}\" of shape {memory[i][j].Shape}", nameof(state));
                given.Span.CopyTo(memory[i][j].Span);
            }
        }

        if (!state.TryGetValue("step", out var step) || step.Length != 2)
            throw new ArgumentException("the optimizer's state has no \"step\"", nameof(state));
        StepCount = (int)step[0] | ((int)step[1] << 16);
        Memory = memory;
        for (var i = 0; i < _visited.Length; i++)
            _visited[i] = (0, _parameters[i].Shape.Length);
    }

    /// <summary>Hears that a state with memory is about to be loaded: one that keeps it only when asked to keeps it from now on.</summary>
    protected virtual void ExpectMemory()
    {
    }

    /// <summary>Prepares what is the same for all parameters of a step.</summary>
    protected virtual void BeginStep()
    {
    }

    /// <summary>
    /// Changes one parameter in place; <paramref name="first"/> and <paramref name="second"/> are its memory, zero at the start.
    /// </summary>
    protected abstract void Update(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second);

    /// <summary>What has a gradient now, or had one in a step before and left a memory of it.</summary>
    private (int Start, int End) ToVisit(int index, Node gradient)
    {
        if (!LeavesIdleWeights)
            return (0, gradient.Shape.Length);
        var live = gradient.Live;
        ref var visited = ref _visited[index];
        if (MemoryPerParameter == 0 || visited.Start == visited.End)
            visited = live;
        else if (live.Start < live.End)
            visited = (Math.Min(visited.Start, live.Start), Math.Max(visited.End, live.End));
        return visited;
    }

    private Tensor[][] CreateMemory() =>
    [
        .. _parameters.Select(parameter => Enumerable.Range(0, MemoryPerParameter).Select(_ => Tensor.Full(parameter.Shape, 0)).ToArray()),
    ];
}
