using Inkling.Autograd;
using Inkling.Operations;

namespace Inkling.Nn;

/// <content>The forward pass and the hooks around it.</content>
public abstract partial class Module
{
    private Action<Module, Tensor, Tensor>[] _forwardHooks = [];
    private Action<Module, Tensor?, Tensor>[] _backwardHooks = [];

    /// <summary>
    /// Whether <see cref="ForwardCore"/> may keep a reference to its input or to a tensor that it computes, such as in a field: true unless
    /// overridden. Override it with false where nothing is kept: the tensors computed in the forward are then released as soon as it
    /// returns, all but its output, which makes inference as fast as that of the library's own modules.
    /// </summary>
    /// <remarks>A tensor that is kept in spite of a false throws <see cref="ObjectDisposedException"/> when it is read.</remarks>
    protected virtual bool RetainsTensors => true;

    /// <summary>
    /// Whether <see cref="ForwardCore"/> computes no tensor but its output, which then belongs to the scope of the caller without a scope
    /// of the module's own.
    /// </summary>
    internal virtual bool IsSingleOperation => false;

    /// <summary>
    /// The modules whose outputs, one after the other, are the whole of the computation in training mode; null where it is another.
    /// </summary>
    internal virtual Sequential? Layers => null;

    /// <summary>Whether a hook is registered, so that the output of this very module has to be computed.</summary>
    internal bool HasHooks => _forwardHooks.Length + _backwardHooks.Length > 0;

    /// <summary>
    /// Whether somebody can keep a tensor that a forward computes: this module or one below it, or one of their hooks.
    /// </summary>
    internal bool MayRetainTensors => Modules().Any(module => module.RetainsTensors || module.HasHooks);

    /// <summary>Computes the output for a batch, and calls the hooks.</summary>
    /// <param name="input">The batch, usually [N, ...], of a shape that the module takes.</param>
    /// <returns>The output, usually [N, ...].</returns>
    public Tensor Forward(Tensor input)
    {
        if (HasHooks)
            return ForwardWithHooks(input);
        if (IsSingleOperation)
            return ForwardCore(input);
        var retains = RetainsTensors;
        using var scope = new TensorScope(tracks: !retains);
        if (retains)
            TensorScope.Forget(input);
        return scope.Return(ForwardCore(input));
    }

    /// <summary>Computes the output for a caller that may release it when it has used it.</summary>
    /// <param name="input">As for <see cref="Forward"/>.</param>
    /// <param name="isOwned">Whether nobody else can have kept the output: neither a custom module nor a hook, nor is it the input.</param>
    internal Tensor ForwardOwned(Tensor input, out bool isOwned)
    {
        using var scope = new TensorScope(tracks: true);
        var output = Forward(input);
        isOwned = TensorScope.Owns(output);
        return scope.Return(output);
    }

    /// <summary>
    /// Registers an action that is called after each <see cref="Forward"/> of this module, with the module, its input and its output
    /// (<c>register_forward_hook</c> in PyTorch).
    /// </summary>
    /// <remarks>
    /// The tensors can be kept; their values live as long as those of any other tensor (see <see cref="Tensor"/>). A layer with a hook is
    /// computed for itself instead of in one pass with its neighbours.
    /// </remarks>
    /// <param name="hook">Is called on the thread of the forward pass.</param>
    /// <returns>Removes the hook when it is disposed.</returns>
    public IDisposable RegisterForwardHook(Action<Module, Tensor, Tensor> hook)
    {
        _forwardHooks = [.. _forwardHooks, hook];
        return new Registration(() => _forwardHooks = [.. _forwardHooks.Where(other => other != hook)]);
    }

    /// <summary>
    /// Registers an action that is called in each backward pass through this module, with the module, the gradient of its input (null
    /// where the input requires none) and the gradient of its output (<c>register_full_backward_hook</c> in PyTorch).
    /// </summary>
    /// <remarks>The gradients are copies and can be kept.</remarks>
    /// <param name="hook">Is called on the thread of the backward pass, in which nothing is recorded.</param>
    /// <returns>Removes the hook when it is disposed; graphs that are recorded already still call it.</returns>
    public IDisposable RegisterFullBackwardHook(Action<Module, Tensor?, Tensor> hook)
    {
        _backwardHooks = [.. _backwardHooks, hook];
        return new Registration(() => _backwardHooks = [.. _backwardHooks.Where(other => other != hook)]);
    }

    /// <summary>
    /// Computes the output for a batch: what a module overrides, as <c>forward</c> in PyTorch. A module that takes other arguments than
    /// one tensor defines a method of its own instead.
    /// </summary>
    /// <param name="input">The batch, usually [N, ...].</param>
    /// <returns>The output, usually [N, ...].</returns>
    /// <exception cref="NotSupportedException">The module does not override it.</exception>
    protected virtual Tensor ForwardCore(Tensor input) =>
        throw new NotSupportedException($"{GetType().Name}: Forward with one tensor is not supported, ForwardCore is not overridden");

    /// <summary>The forward pass in a scope that releases nothing: hooks may keep what they are given and what they compute.</summary>
    private Tensor ForwardWithHooks(Tensor input)
    {
        using var scope = new TensorScope(tracks: false);
        TensorScope.Forget(input);
        var backwardHooks = _backwardHooks;
        var entered = input;
        Tensor? outputGradient = null;
        if (backwardHooks.Length > 0)
        {
            entered = GradientTapOperation.Apply(input, inputGradient =>
            {
                if (outputGradient is { } gradient)
                    Call(inputGradient, gradient);
            });
        }

        var output = ForwardCore(entered);
        if (backwardHooks.Length > 0)
        {
            output = GradientTapOperation.Apply(output, gradient =>
            {
                outputGradient = gradient;
                if (!input.RequiresGrad)
                    Call(null, gradient);
            });
        }

        foreach (var hook in _forwardHooks)
            hook(this, input, output);
        return scope.Return(output);

        void Call(Tensor? inputGradient, Tensor gradient)
        {
            foreach (var hook in backwardHooks)
                hook(this, inputGradient, gradient);
        }
    }

    private sealed class Registration(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
