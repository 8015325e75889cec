namespace Inkling.Nn;

/// <summary>
/// The base class of layers and networks: a computation with its parameters. Modules contain other modules; names are joined with dots, as
/// in PyTorch.
/// </summary>
/// <remarks>
/// A custom module registers its parts in its constructor, <c>_hidden = Register("hidden", new Linear(784, 128))</c>, and overrides
/// <see cref="ForwardCore"/>; callers use <see cref="Forward"/>.
/// </remarks>
public abstract partial class Module
{
    private readonly List<(string Name, Module Module)> _children = [];
    private readonly List<State> _state = [];

    /// <summary>
    /// Gets whether the module is in training mode, in which dropout drops and batch norm uses the statistics of the batch; true at first,
    /// as in PyTorch.
    /// </summary>
    public bool Training { get; private set; } = true;

    /// <summary>Gets the child modules with their names, in the order of registration.</summary>
    public IEnumerable<(string Name, Module Module)> Children => _children;

    /// <summary>
    /// Whether the module's own name stands before the names of its parts, as "layer1." in "layer1.0.conv1"; without it, it only groups
    /// them.
    /// </summary>
    internal virtual bool AddsPrefix => true;

    /// <summary>Whether the module has a parameter or a buffer of its own, not of a module below it.</summary>
    internal bool HasOwnState => _state.Count > 0;

    /// <summary>Gets every parameter of this module and the modules below it, in the order of registration.</summary>
    public IEnumerable<Tensor> Parameters() => NamedParameters().Select(parameter => parameter.Value);

    /// <summary>
    /// Gets every parameter with its name, such as "1.weight"; one that is used in several places comes once, under its first name.
    /// </summary>
    /// <remarks>Shapes are those in memory; <see cref="StateDictionary"/> shows PyTorch's.</remarks>
    public IEnumerable<(string Name, Tensor Value)> NamedParameters() =>
        States("").Where(entry => !entry.State.Buffer).Select(entry => (entry.Name, entry.State.Value)).DistinctBy(entry => entry.Value);

    /// <summary>Gets every buffer with its name: a tensor that is saved but not learned, such as a running mean.</summary>
    public IEnumerable<(string Name, Tensor Value)> NamedBuffers() =>
        States("").Where(entry => entry.State.Buffer).Select(entry => (entry.Name, entry.State.Value)).DistinctBy(entry => entry.Value);

    /// <summary>
    /// Gets the random streams of this module and the modules below it with their names; a checkpoint saves their positions.
    /// </summary>
    public IEnumerable<(string Name, RandomStream Stream)> NamedRandomStreams()
    {
        if (OwnRandomStream is { } stream)
            yield return ("random", stream);
        foreach (var (name, child) in _children)
        {
            foreach (var (inner, own) in child.NamedRandomStreams())
                yield return (child.AddsPrefix ? $"{name}.{inner}" : inner, own);
        }
    }

    /// <summary>
    /// Gets this module, under the name "", and all modules below it with their names, such as "layer1.0.conv1"; a module that is used in
    /// several places comes once, under its first name.
    /// </summary>
    public IEnumerable<(string Name, Module Module)> NamedModules() => Below("", "").DistinctBy(entry => entry.Module);

    /// <summary>Gets this module and all modules below it, each once.</summary>
    public IEnumerable<Module> Modules() => NamedModules().Select(entry => entry.Module);

    /// <summary>Calls an action with every module below this one and then with this one, for example to initialise weights.</summary>
    /// <returns>This module.</returns>
    public Module Apply(Action<Module> action)
    {
        foreach (var module in Modules().Reverse())
            action(module);
        return this;
    }

    /// <summary>Counts the elements of all parameters.</summary>
    public int ParameterCount() => Parameters().Sum(parameter => parameter.Length);

    /// <summary>Clears the gradients of all parameters.</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in Parameters())
            parameter.ZeroGrad();
    }

    /// <summary>
    /// Freezes all parameters: they no longer require gradients and optimizers leave them unchanged. Buffers such as the running statistics
    /// of batch norm still follow the training mode.
    /// </summary>
    /// <returns>This module.</returns>
    public Module Freeze() => SetFrozen(true);

    /// <summary>Makes all parameters require gradients again.</summary>
    /// <returns>This module.</returns>
    public Module Unfreeze() => SetFrozen(false);

    /// <summary>Sets the training mode of this module and the modules below it; false for evaluation mode.</summary>
    /// <returns>This module.</returns>
    public Module Train(bool on = true)
    {
        Training = on;
        foreach (var (_, child) in _children)
            child.Train(on);
        return this;
    }

    /// <summary>Sets the mode of this module alone.</summary>
    internal void SetTraining(bool on) => Training = on;

    /// <summary>Sets evaluation mode: dropout passes everything, batch norm uses its running statistics.</summary>
    /// <returns>This module.</returns>
    public Module Eval() => Train(false);

    /// <summary>
    /// A copy of every parameter and buffer, under PyTorch's names and in PyTorch's shapes: a Linear's weight is [out, in].
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> StateDictionary() =>
        States("").ToDictionary(entry => entry.Name, entry => entry.State.Export());

    /// <summary>Sets every parameter and buffer from a state dictionary; the tensors are copied.</summary>
    /// <exception cref="ArgumentException">A name is missing or unknown, or a shape differs; nothing has been changed then.</exception>
    public void LoadStateDictionary(IReadOnlyDictionary<string, Tensor> state)
    {
        var mine = States("").ToList();
        foreach (var (name, entry) in mine)
        {
            if (!state.TryGetValue(name, out var given))
                throw new ArgumentException(
                    $"\"{name}\" {entry.OuterShape} is missing; the state holds {Listed(state.Keys)}", nameof(state));
            if (given.Shape != entry.OuterShape)
                throw new ArgumentException($"\"{name}\" is {given.Shape}, expected {entry.OuterShape}", nameof(state));
        }

        if (state.Keys.FirstOrDefault(name => mine.All(entry => entry.Name != name)) is { } unknown)
            throw new ArgumentException(
                $"\"{unknown}\" {state[unknown].Shape} is not part of this model, which has {Listed(mine.Select(entry => entry.Name))}",
                nameof(state));
        foreach (var (name, entry) in mine)
            entry.Import(state[name]);
    }

    /// <summary>
    /// The settings besides parameters and buffers that make the module what it is, by name; a model file keeps them in its metadata
    /// (<c>get_extra_state</c> in PyTorch). None unless overridden.
    /// </summary>
    public virtual IReadOnlyDictionary<string, string> GetExtraState() => new Dictionary<string, string>();

    /// <summary>Sets what <see cref="GetExtraState"/> returned when the module was saved (<c>set_extra_state</c> in PyTorch).</summary>
    /// <param name="state">The settings by name; others than the module's may be among them.</param>
    /// <exception cref="FormatException">A setting cannot be understood.</exception>
    public virtual void SetExtraState(IReadOnlyDictionary<string, string> state)
    {
    }

    /// <summary>The random stream that this module draws from instead of <see cref="Randomness.Default"/>; null for none.</summary>
    protected virtual RandomStream? OwnRandomStream => null;

    /// <summary>Makes a module part of this one.</summary>
    /// <returns>The module.</returns>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    protected TModule Register<TModule>(string name, TModule module) where TModule : Module
    {
        CheckName(name);
        _children.Add((name, module));
        return module;
    }

    /// <summary>Puts another module in the place of the one that was registered at an index, under its name.</summary>
    private protected void Replace(int index, Module module) => _children[index] = (_children[index].Name, module);

    /// <summary>Makes a tensor a parameter: it is learned, saved and loaded.</summary>
    /// <param name="name">Its name in this module.</param>
    /// <param name="value">Its value at the start.</param>
    /// <param name="outerOrder">
    /// The order of the dimensions in a state dictionary, where that differs from memory: dimension i there is dimension outerOrder[i] of
    /// the value. [1, 0] for a Linear's weight, which lies as [in, out] and is saved as [out, in].
    /// </param>
    /// <returns>The tensor, which from now on requires gradients.</returns>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    protected Tensor RegisterParameter(string name, Tensor value, params int[] outerOrder)
    {
        CheckName(name);
        Initialization.CountRegistered(value);
        _state.Add(new State(name, value.RequireGrad(), Buffer: false, outerOrder));
        return value;
    }

    /// <summary>Registers a tensor of any shape [...] that is saved and loaded, but is no parameter (<c>register_buffer</c>).</summary>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    protected Tensor RegisterBuffer(string name, Tensor value)
    {
        CheckName(name);
        Initialization.CountRegistered(value);
        _state.Add(new State(name, value, Buffer: true, []));
        return value;
    }

    /// <summary>Sets a parameter from values in its outer order; they are copied.</summary>
    /// <exception cref="ArgumentException">The shape differs.</exception>
    private protected void SetParameter(string name, Tensor value)
    {
        var state = _state.Single(state => state.Name == name);
        if (value.Shape != state.OuterShape)
            throw new ArgumentException($"{this}: a {name} of {value.Shape} was given, expected {state.OuterShape}", nameof(value));
        state.Import(value);
    }

    /// <summary>
    /// Finds a parameter or buffer by its name in the state dictionary: dimension i there is dimension outerOrder[i] of the value, or i
    /// where the order is empty.
    /// </summary>
    internal bool TryFindState(string name, out Tensor value, out int[] outerOrder)
    {
        var (_, state) = States("").FirstOrDefault(entry => entry.Name == name);
        (value, outerOrder) = state is null ? (default, []) : (state.Value, state.OuterOrder);
        return state is not null;
    }

    private Module SetFrozen(bool frozen)
    {
        foreach (var parameter in Parameters())
            parameter.SetFrozen(frozen);
        return this;
    }

    private static string Listed(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count == 0 ? "nothing" : string.Join(", ", all.Take(6)) + (all.Count > 6 ? $" and {all.Count - 6} more" : "");
    }

    private void CheckName(string name)
    {
        if (_children.Any(child => child.Name == name) || _state.Any(state => state.Name == name))
            throw new ArgumentException($"{GetType().Name}: \"{name}\" is registered already", nameof(name));
    }

    private IEnumerable<(string Name, Module Module)> Below(string prefix, string name)
    {
        yield return (prefix + name, this);
        var inner = name.Length > 0 && AddsPrefix ? $"{prefix}{name}." : prefix;
        foreach (var (part, child) in _children)
        {
            foreach (var entry in child.Below(inner, part))
                yield return entry;
        }
    }

    private IEnumerable<(string Name, State State)> States(string prefix)
    {
        foreach (var state in _state)
            yield return (prefix + state.Name, state);
        foreach (var (name, child) in _children)
        {
            foreach (var entry in child.States(child.AddsPrefix ? $"{prefix}{name}." : prefix))
                yield return entry;
        }
    }

    private sealed record State(string Name, Tensor Value, bool Buffer, int[] OuterOrder)
    {
        public Shape OuterShape => OuterOrder.Length == 0
            ? Value.Shape
            : new Shape([.. OuterOrder.Select(dimension => Value.Shape[dimension])]);

        public Tensor Export()
        {
            using (new NoGrad())
                return OuterOrder.Length == 0 ? Value.Clone() : Value.Permute(OuterOrder);
        }

        public void Import(Tensor given)
        {
            using (new NoGrad())
            {
                var inner = OuterOrder.Length == 0 ? given : given.Permute([.. OuterOrder.Select((_, i) => Array.IndexOf(OuterOrder, i))]);
                inner.Span.CopyTo(Value.Span);
                Value.Node.NoteChange();
            }
        }
    }
}
