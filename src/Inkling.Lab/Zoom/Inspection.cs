using Inkling.Analysis;
using Inkling.Lab.Reading;

namespace Inkling.Lab.Zoom;

/// <summary>The forward pass for the current image, and what of it is looked at, which stays while the image changes.</summary>
public sealed class Inspection
{
    private readonly DigitReading _reading;
    private readonly Stack<Focus> _past = [];
    private int? _label;
    private ForwardTrace? _trace;
    private BackwardTrace? _backward;
    private IReadOnlyList<Activation>? _layers;

    internal Inspection(DigitReading reading) => (_reading, Edits) = (reading, new ModelEdits(reading.Model));

    /// <summary>Raised after <see cref="Focus"/> has changed.</summary>
    public event Action? Moved;

    /// <summary>Gets the forward pass; null where there is no image. It is computed when it is first asked for.</summary>
    public ForwardTrace? Trace => _reading.Image.IsEmpty ? null : _trace ??= ForwardTrace.Of(_reading.Model, _reading.Image.Span);

    /// <summary>Gets the layers in the order of computation, the softmax last; none where there is no image.</summary>
    public IReadOnlyList<Activation> Layers => _layers ??= Trace is { } trace ? [.. trace.Layers, trace.Probabilities] : [];

    /// <summary>Gets the changes of weights that the user has made.</summary>
    public ModelEdits Edits { get; private set; }

    /// <summary>Gets or sets the index of the true class that gradients are computed for: that of the image, unless set.</summary>
    public int? Label
    {
        get => _label ?? _reading.Label;
        set
        {
            (_label, _backward) = (value, null);
            Moved?.Invoke();
        }
    }

    /// <summary>Gets the backward pass; null where there is no image or no true class. It is computed when it is first asked for.</summary>
    public BackwardTrace? Backward => _reading.Image.IsEmpty || Label is not { } label
        ? null
        : _backward ??= BackwardTrace.Of(_reading.Model, _reading.Image.Span, label);

    /// <summary>Gets what is looked at.</summary>
    public Focus Focus { get; private set; }

    /// <summary>Gets the layer that is looked at; null for none, or where there is no image.</summary>
    public Activation? Layer => Focus.Layer is { } index && Layers.Count > 0 ? Layers[index] : null;

    /// <summary>Gets whether something was looked at before.</summary>
    public bool CanGoBack => _past.Count > 0;

    /// <summary>Looks at something else.</summary>
    /// <param name="focus">An existing layer and value.</param>
    public void Go(Focus focus)
    {
        if (focus == Focus)
            return;
        // A value beside the last one takes its place, so that "back" leaves a kernel that was moved over many positions.
        if (focus with { Value = null, Input = null } != Focus with { Value = null, Input = null }
            || focus.Value is null != Focus.Value is null || focus.Input is null != Focus.Input is null)
            _past.Push(Focus);
        Focus = focus;
        Moved?.Invoke();
    }

    /// <summary>Looks at what was looked at before.</summary>
    public void Back()
    {
        if (!_past.TryPop(out var focus))
            return;
        Focus = focus;
        Moved?.Invoke();
    }

    /// <summary>Looks at where a pixel of the image goes: to the first layer that does more than to pass it on.</summary>
    /// <param name="index">The index of the pixel.</param>
    public void GoToPixel(int index)
    {
        var layer = Layers[0];
        while (layer.Kind is "Flatten" or "Identity" && layer.Index + 1 < Layers.Count)
            layer = Layers[layer.Index + 1];
        Go(new Focus(layer.Index, Input: index));
    }

    /// <summary>Gets the index of the unit or channel that a value of the output of a layer belongs to.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="index">The index of the value in the output.</param>
    public static int UnitOf(Activation layer, int index) => index / (layer.Values.Length / layer.Shape[0]);

    /// <summary>Computes what one step of training on the image would change; null where there is no image or no true class.</summary>
    /// <param name="learningRates">The learning rates, a step for each.</param>
    public StepPreview? Step(params ReadOnlySpan<float> learningRates) => _reading.Image.IsEmpty || Label is not { } label
        ? null
        : StepPreview.Of(_reading.Model, _reading.Image.Span, label, learningRates);

    /// <summary>Predicts again, after <see cref="Edits"/> were made or taken back.</summary>
    public void NoteEdits() => _reading.Refresh();

    /// <summary>Gets the layout of the input of a layer: that of the output it comes from.</summary>
    /// <param name="layer">The layer.</param>
    public MapGrid InputGrid(Activation layer) =>
        layer.Source is >= 0 and var source && Layers[source].Shape == layer.InputShape
            ? MapGrid.Of(Layers[source])
            : MapGrid.Of(layer.InputShape);

    /// <summary>Gets the name of a value of a layer: the class of a logit or probability, or the place in its map.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="index">The index of the value in the output.</param>
    public string NameOf(Activation layer, int index) =>
        layer.Index >= Layers.Count - 2 ? $"class {_reading.Model.ClassNames[index]}" : MapGrid.Of(layer).NameOf(index);

    /// <summary>Gets the name of a value of the input of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="index">The index of the value in the input; -1 for padding, and for what the layer computes itself.</param>
    public string NameOfInput(Activation layer, int index) => index < 0
        ? layer.Kind == "BasicBlock" ? "within the block" : "padding"
        : layer.Source is >= 0 and var source && source >= Layers.Count - 2
            ? NameOf(Layers[source], index)
            : InputGrid(layer).NameOf(index);

    /// <summary>The image, the model or its weights have changed; what is looked at remains, unless the model is another.</summary>
    internal void Forget()
    {
        (_trace, _layers, _backward) = (null, null, null);
        if (ReferenceEquals(Edits.Model, _reading.Model))
            return;
        Edits = new ModelEdits(_reading.Model);
        _past.Clear();
        (Focus, _label) = (default, null);
    }
}
