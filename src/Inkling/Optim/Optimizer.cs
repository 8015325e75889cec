using Inkling.Autograd;

namespace Inkling.Optim;

/// <summary>
/// Updates parameters to minimise a loss, from the gradients that <see cref="Tensor.Backward"/> accumulated in them.
/// </summary>
/// <remarks>
/// A custom optimizer overrides <see cref="Update"/>, and <see cref="StateCount"/> where it keeps buffers such as a running average:
/// <code>
/// public sealed class SignSGD(IEnumerable&lt;Tensor&gt; parameters, float learningRate) : Optimizer(parameters, learningRate)
/// {
///     protected override void Update(ParameterUpdate update)
///     {
///         for (var i = 0; i &lt; update.Weights.Length; i++)
///             update.Weights[i] -= update.LearningRate * MathF.Sign(update.Gradient[i]);
///     }
/// }
/// </code>
/// Parameter groups, schedules, checkpoints and <c>Learner</c> work with it as they do with the others.
/// </remarks>
public abstract class Optimizer
{
    private readonly ParameterGroup[] _groups;
    private readonly Slot[] _slots;

    /// <summary>Creates an optimizer of parameters that share all settings.</summary>
    /// <param name="parameters">The parameters to optimize; one that is given several times counts once.</param>
    /// <param name="learningRate">The learning rate, 0 or more.</param>
    /// <param name="weightDecay">The weight decay, 0 or more.</param>
    /// <param name="momentum">The momentum, in [0, 1).</param>
    /// <exception cref="ArgumentException">There is no parameter, or none requires gradients.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    protected Optimizer(IEnumerable<Tensor> parameters, float learningRate, float weightDecay = 0, float momentum = 0)
        : this([new ParameterGroup(parameters)], learningRate, weightDecay, momentum)
    {
    }

    /// <summary>Creates an optimizer of groups of parameters.</summary>
    /// <param name="groups">The groups; what they do not set is taken from the other arguments.</param>
    /// <param name="learningRate">The learning rate, 0 or more.</param>
    /// <param name="weightDecay">The weight decay, 0 or more.</param>
    /// <param name="momentum">The momentum, in [0, 1).</param>
    /// <exception cref="ArgumentException">
    /// There is no parameter, none requires gradients, or one is in two groups; or a group belongs to another optimizer.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    protected Optimizer(IEnumerable<ParameterGroup> groups, float learningRate, float weightDecay = 0, float momentum = 0)
    {
        LearningRate = learningRate;
        WeightDecay = CheckWeightDecay(weightDecay);
        BaseMomentum = CheckMomentum(momentum);
        _groups = [.. groups];
        _slots = [.. _groups.SelectMany(group => group.Parameters, (group, parameter) => new Slot(parameter, group))];
        if (_slots.Length == 0)
            throw new ArgumentException("there is no parameter to optimize", nameof(groups));
        if (!_slots.Any(slot => slot.Parameter.RequiresGrad))
            throw new ArgumentException(
                $"a parameter of shape {_slots[0].Parameter.Shape} does not require gradients, nor does another: "
                + "call RequireGrad() on it first",
                nameof(groups));
        if (_slots.GroupBy(slot => slot.Parameter).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException(
                $"a parameter of shape {twice.Key.Shape} is in {twice.Count()} parameter groups, expected one", nameof(groups));
        foreach (var group in _groups)
            group.Attach(this, learningRate);
    }

    /// <summary>Creates an optimizer of the groups of another one, which it wraps.</summary>
    private protected Optimizer(Optimizer wrapped)
    {
        _groups = wrapped._groups;
        _slots = wrapped._slots;
        WeightDecay = wrapped.WeightDecay;
    }

    /// <summary>Gets the groups of parameters, in the order in which they were given.</summary>
    public IReadOnlyList<ParameterGroup> ParameterGroups => _groups;

    /// <summary>
    /// Gets or sets the learning rate, 0 or more; schedules set it. Groups with a learning rate of their own keep their ratio to it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public virtual float LearningRate
    {
        get;
        set => field = CheckLearningRate(value);
    }

    /// <summary>Gets the weight decay of groups without one of their own.</summary>
    public float WeightDecay { get; }

    /// <summary>
    /// Gets or sets the momentum of groups without one of their own, in [0, 1): SGD's momentum, Adam's first beta. One-cycle schedules set
    /// it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside its range.</exception>
    public virtual float Momentum
    {
        get => BaseMomentum;
        set => BaseMomentum = CheckMomentum(value);
    }

    /// <summary>Gets the number of steps so far.</summary>
    public virtual int StepCount { get; private protected set; }

    /// <summary>Gets the number of buffers that the optimizer keeps for each parameter.</summary>
    protected virtual int StateCount => 0;

    /// <summary>
    /// Gets whether a weight stays as it is while its gradient and its state are 0, as long as it does not decay. Then weights that never
    /// get a gradient, as those of kernels that reach beyond a small feature map, are not visited.
    /// </summary>
    private protected virtual bool LeavesIdleWeights => false;

    private float BaseMomentum { get; set; }

    /// <summary>Sets the learning rates of all groups, and that of the optimizer to that of the last group.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A learning rate is not above 0.</exception>
    public void SetLearningRates(LearningRateSlice rates)
    {
        var each = rates.For(_groups.Length);
        LearningRate = rates.Last;
        foreach (var (group, rate) in _groups.Zip(each))
            group.LearningRate = rate;
    }

    /// <summary>Clears the gradients of all parameters, so that the next <see cref="Tensor.Backward"/> starts new ones.</summary>
    public void ZeroGrad()
    {
        foreach (var slot in _slots)
            slot.Parameter.ZeroGrad();
    }

    /// <summary>Updates every parameter that has a gradient.</summary>
    public virtual void Step()
    {
        StepCount++;
        BeginStep();
        EnsureState();
        foreach (var slot in _slots)
        {
            var node = slot.Parameter.Node;
            if (node.Gradient is not { } gradient)
                continue;
            slot.StepCount++;
            var (start, end) = slot.ToVisit(gradient, LeavesIdleWeights, StateCount > 0);
            if (start == end)
                continue;
            var values = gradient.Live == (start, end) ? gradient.LiveMemory : gradient.Values[start..end];
            node.NoteChange();
            Update(new ParameterUpdate(slot.Parameter, slot.Group, slot.StepCount, values, slot.State, start, end));
        }
    }

    /// <summary>
    /// Gets copies of everything that <see cref="LoadStateDictionary"/> needs to continue exactly: "step", and for parameter i its steps
    /// "i.step" and its state "i.0", "i.1".
    /// </summary>
    public virtual IReadOnlyDictionary<string, Tensor> StateDictionary()
    {
        EnsureState();
        var state = new Dictionary<string, Tensor> { ["step"] = Pack(StepCount) };
        foreach (var (i, slot) in _slots.Index())
        {
            state[$"{i}.step"] = Pack(slot.StepCount);
            for (var j = 0; j < slot.State.Length; j++)
                state[$"{i}.{j}"] = slot.State[j].Clone();
        }

        return state;
    }

    /// <summary>Restores what <see cref="StateDictionary"/> returned.</summary>
    /// <exception cref="ArgumentException">A name is missing or a shape differs; nothing has been changed then.</exception>
    public virtual void LoadStateDictionary(IReadOnlyDictionary<string, Tensor> state)
    {
        if (state.ContainsKey("0.0"))
            ExpectState();
        var loaded = new Tensor[_slots.Length][];
        foreach (var (i, slot) in _slots.Index())
        {
            loaded[i] = slot.NewState(StateCount);
            for (var j = 0; j < loaded[i].Length; j++)
            {
                if (!state.TryGetValue($"{i}.{j}", out var given) || given.Shape != loaded[i][j].Shape)
                    throw new ArgumentException($"the optimizer's state has no \"{i}.{j}\" of shape {loaded[i][j].Shape}", nameof(state));
                given.Span.CopyTo(loaded[i][j].Span);
            }
        }

        var steps = Unpack(state, "step");
        int[] each = [.. _slots.Select((_, i) => Unpack(state, $"{i}.step"))];
        StepCount = steps;
        foreach (var (i, slot) in _slots.Index())
        {
            slot.StepCount = each[i];
            slot.Load(loaded[i]);
        }
    }

    /// <summary>Gets the name of the type.</summary>
    public override string ToString() => GetType().Name;

    internal static float CheckLearningRate(float value) => value >= 0 && float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), $"a learning rate of {value} is not a number from 0");

    internal static float CheckWeightDecay(float value) => value >= 0 && float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), $"a weight decay of {value} is not a number from 0");

    internal static float CheckMomentum(float value) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), $"a momentum of {value} is not in [0, 1)");

    private protected static float CheckEpsilon(float epsilon) => epsilon > 0
        ? epsilon
        : throw new ArgumentOutOfRangeException(nameof(epsilon), $"an epsilon of {epsilon} is not above 0");

    /// <summary>Prepares what all parameters of a step share, such as Adam's bias corrections.</summary>
    protected virtual void BeginStep()
    {
    }

    /// <summary>Updates one parameter in place, whose gradient is at hand.</summary>
    protected abstract void Update(ParameterUpdate update);

    /// <summary>Called before a state with buffers is loaded, for an optimizer that keeps them only when it needs them.</summary>
    private protected virtual void ExpectState()
    {
    }

    /// <summary>A float holds whole numbers up to 2^24, so a step takes two.</summary>
    private static Tensor Pack(int step) => Tensor.Of(step & 0xFFFF, step >> 16);

    private static int Unpack(IReadOnlyDictionary<string, Tensor> state, string name) =>
        state.TryGetValue(name, out var step) && step.Length == 2
            ? (int)step.Span[0] | ((int)step.Span[1] << 16)
            : throw new ArgumentException($"the optimizer's state has no \"{name}\"", nameof(state));

    private void EnsureState()
    {
        if (_slots[0].State.Length >= StateCount)
            return;
        foreach (var slot in _slots)
            slot.Load(slot.NewState(StateCount), nonZero: false);
    }

    /// <summary>A parameter with its group and state.</summary>
    private sealed class Slot(Tensor parameter, ParameterGroup group)
    {
        // The part whose state may differ from zero.
        private (int Start, int End) _visited;

        public Tensor Parameter { get; } = parameter;

        public ParameterGroup Group { get; } = group;

        public int StepCount { get; set; }

        public Tensor[] State { get; private set; } = [];

        public Tensor[] NewState(int count) => [.. Enumerable.Range(0, count).Select(_ => Tensor.Full(Parameter.Shape, 0))];

        public void Load(Tensor[] state, bool nonZero = true)
        {
            State = state;
            if (nonZero)
                _visited = (0, Parameter.Length);
        }

        /// <summary>Gets the part that has a gradient now, or had one in an earlier step that left its trace in the state.</summary>
        public (int Start, int End) ToVisit(Node gradient, bool leavesIdleWeights, bool hasState)
        {
            if (!leavesIdleWeights || Group.WeightDecay != 0)
                return _visited = (0, gradient.Shape.Length);
            var live = gradient.Live;
            if (!hasState || _visited.Start == _visited.End)
                _visited = live;
            else if (live.Start < live.End)
                _visited = (Math.Min(_visited.Start, live.Start), Math.Max(_visited.End, live.End));
            return _visited;
        }
    }
}
