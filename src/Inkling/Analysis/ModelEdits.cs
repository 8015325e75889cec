using System.Globalization;
using Inkling.Models;
using Inkling.Nn;

namespace Inkling.Analysis;

/// <summary>
/// Changes of single weights of a model that can be undone to the bit: a weight set to a value, a unit switched off. Inference reads the
/// weights anew in each pass, so that an edit has an effect at once.
/// </summary>
/// <remarks>While there are edits, nothing else may change the edited weights, such as training.</remarks>
public sealed class ModelEdits
{
    private readonly List<(ModelEdit Edit, List<Change> Changes)> _applied = [];

    /// <summary>Begins without edits.</summary>
    /// <param name="model">The model.</param>
    public ModelEdits(TrainedModel model) => Model = model;

    /// <summary>Gets the model.</summary>
    public TrainedModel Model { get; }

    /// <summary>Gets the edits, in the order in which they were made.</summary>
    public IReadOnlyList<ModelEdit> Edits => [.. _applied.Select(applied => applied.Edit)];

    /// <summary>Sets one element of a parameter.</summary>
    /// <param name="parameter">The name in the state dictionary, such as "1.weight".</param>
    /// <param name="index">The index in row-major order in the shape of the state dictionary, such as [out, in].</param>
    /// <param name="value">The value.</param>
    /// <returns>The edit, which has been applied.</returns>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public ModelEdit SetWeight(string parameter, int index, float value)
    {
        var target = Find(parameter);
        if ((uint)index >= (uint)target.Value.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(index), index, $"{parameter}: there is no element {index}, expected 0 to {target.Value.Length - 1}");
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{parameter}[{string.Join(", ", target.Position(index))}] = {value}");
        return Apply(new ModelEdit(text, parameter, index), [new Change(target.Value, target.InMemory(index), value)]);
    }

    /// <summary>
    /// Switches off a unit of a <see cref="Linear"/> or a channel of a <see cref="Conv2d"/> or <see cref="BatchNorm"/>: its weights and its
    /// bias become 0 and with them its output. A batch norm registered after a convolution, with no other weights between them, would add
    /// its bias to that; its channel is switched off too.
    /// </summary>
    /// <param name="layer">The name of the layer, such as "1" or "layer2.0.conv1".</param>
    /// <param name="unit">The index of the unit or channel.</param>
    /// <returns>The edit, which has been applied.</returns>
    /// <exception cref="ArgumentException">There is no such layer, or it is of another kind.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such unit.</exception>
    public ModelEdit SwitchOff(string layer, int unit)
    {
        var modules = Model.Module.NamedModules().ToList();
        var at = modules.FindIndex(entry => entry.Name == layer);
        if (at < 0)
            throw new ArgumentException($"{Model.Name} has no layer '{layer}'", nameof(layer));
        var module = modules[at].Module;
        var units = LayerRule.Of(module).Units;
        if (units == 0)
            throw new ArgumentException($"'{layer}' is {module}, expected a Linear, Conv2d or batch norm", nameof(layer));
        if ((uint)unit >= (uint)units)
        {
            throw new ArgumentOutOfRangeException(
                nameof(unit), unit, $"'{layer}' is {module}: there is no unit {unit}, expected 0 to {units - 1}");
        }

        var changes = ChangesOf(layer, unit);
        if (module is Conv2d && modules.Skip(at + 1).FirstOrDefault(entry => entry.Module.HasOwnState) is (var name, BatchNorm norm)
            && norm.Channels == units)
            changes.AddRange(ChangesOf(name, unit));
        return Apply(new ModelEdit($"unit {unit} of {layer} is off", layer, unit), changes);
    }

    /// <summary>Takes back one edit; the others stay, as if it had never been made.</summary>
    /// <returns>Whether the edit was there.</returns>
    public bool Remove(ModelEdit edit)
    {
        var at = _applied.FindIndex(applied => ReferenceEquals(applied.Edit, edit));
        if (at < 0)
            return false;
        List<(ModelEdit Edit, List<Change> Changes)> later = [.. _applied.Skip(at + 1)];
        while (_applied.Count > at)
            Undo();
        foreach (var (other, changes) in later)
            Apply(other, changes);
        return true;
    }

    /// <summary>Takes back the last edit.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Undo()
    {
        if (_applied.Count == 0)
            return false;
        foreach (var change in Enumerable.Reverse(_applied[^1].Changes))
            change.Restore();
        _applied.RemoveAt(_applied.Count - 1);
        return true;
    }

    /// <summary>Takes back all edits: every weight has the bits that it had before the first.</summary>
    public void Reset()
    {
        while (Undo())
        {
        }
    }

    private ModelEdit Apply(ModelEdit edit, List<Change> changes)
    {
        foreach (var change in changes)
            change.Apply();
        _applied.Add((edit, changes));
        return edit;
    }

    /// <summary>The weights and the bias of a unit, set to 0: the unit is the first dimension of each in the state dictionary.</summary>
    private List<Change> ChangesOf(string layer, int unit)
    {
        var changes = new List<Change>();
        foreach (var name in (string[])["weight", "bias"])
        {
            if (!TryFind(layer.Length == 0 ? name : $"{layer}.{name}", out var target))
                continue;
            var count = target.Value.Length / target.Shape[0];
            for (var i = unit * count; i < (unit + 1) * count; i++)
                changes.Add(new Change(target.Value, target.InMemory(i), 0));
        }

        return changes;
    }

    private Target Find(string parameter) => TryFind(parameter, out var target)
        ? target
        : throw new ArgumentException(
            $"{Model.Name} has no parameter '{parameter}', expected one of "
            + $"{string.Join(", ", Model.Module.NamedParameters().Select(entry => entry.Name).Take(6))} ...", nameof(parameter));

    private bool TryFind(string parameter, out Target target)
    {
        var isFound = Model.Module.TryFindState(parameter, out var value, out var outerOrder);
        target = new Target(value, outerOrder);
        return isFound;
    }

    /// <summary>A parameter in memory, and the order of its dimensions in the state dictionary.</summary>
    private readonly record struct Target(Tensor Value, int[] OuterOrder)
    {
        /// <summary>The shape in the state dictionary.</summary>
        public Shape Shape
        {
            get
            {
                var shape = Value.Shape;
                return OuterOrder.Length == 0 ? shape : new Shape([.. OuterOrder.Select(dimension => shape[dimension])]);
            }
        }

        /// <summary>The position of an element in the state dictionary.</summary>
        public int[] Position(int index)
        {
            var shape = Shape;
            return [.. Enumerable.Range(0, shape.Rank).Select(dimension => index / shape.Inner(dimension) % shape[dimension])];
        }

        /// <summary>The index in memory of an element of the state dictionary.</summary>
        public int InMemory(int index)
        {
            if (OuterOrder.Length == 0)
                return index;
            var (shape, at) = (Value.Shape, 0);
            foreach (var (outer, position) in Position(index).Index())
                at += position * shape.Inner(OuterOrder[outer]);
            return at;
        }
    }

    /// <summary>A new value of an element in memory, and the value that it replaced.</summary>
    private sealed class Change(Tensor tensor, int index, float value)
    {
        private float _before;

        public void Apply()
        {
            _before = tensor.Span[index];
            Set(value);
        }

        public void Restore() => Set(_before);

        private void Set(float to)
        {
            tensor.Span[index] = to;
            tensor.Node.NoteChange();
        }
    }
}

/// <summary>An edit of a model.</summary>
/// <param name="Text">What it does, such as "1.weight[17, 300] = 0.5" or "unit 17 of 1 is off".</param>
/// <param name="Target">The name of the parameter or the layer.</param>
/// <param name="Index">The index of the element or the unit.</param>
public sealed record ModelEdit(string Text, string Target, int Index);
