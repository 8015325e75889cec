using System.Globalization;

namespace Inkling.Training;

/// <summary>
/// The complete state of a training as named tensors and named texts: captured by <see cref="Learner.Capture"/>, restored by
/// <see cref="Learner.Restore"/> and stored in a checkpoint. Numbers are formatted so that they are restored exactly.
/// </summary>
public sealed class TrainingState
{
    private readonly Dictionary<string, Tensor> _tensors;
    private readonly Dictionary<string, string> _values;
    private readonly string _prefix;

    /// <summary>Creates an empty state.</summary>
    public TrainingState()
        : this([], [], "")
    {
    }

    internal TrainingState(Dictionary<string, Tensor> tensors, Dictionary<string, string> values, string prefix = "") =>
        (_tensors, _values, _prefix) = (tensors, values, prefix);

    /// <summary>Gets all tensors by their full names.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>Gets all texts by their full names.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>Gets the memory of the tensors, in bytes.</summary>
    internal long Bytes => _tensors.Values.Sum(tensor => (long)tensor.Length * sizeof(float));

    /// <summary>Gets the part that holds the settings of the program: <see cref="Learner.RunSettings"/>.</summary>
    public TrainingState RunSettings => Part("run");

    /// <summary>Gets a view of this state in which every name is prefixed with <paramref name="name"/> and a dot.</summary>
    public TrainingState Part(string name) => new(_tensors, _values, $"{_prefix}{name}.");

    /// <summary>Gets whether there is a text of that name.</summary>
    public bool Has(string name) => _values.ContainsKey(_prefix + name);

    /// <summary>Sets a text.</summary>
    public void Set(string name, string value) => _values[_prefix + name] = value;

    /// <summary>Sets an integer.</summary>
    public void Set(string name, long value) => Set(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets a number, which may be infinite or NaN.</summary>
    public void Set(string name, double value) => Set(name, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Sets the state of a random stream: 256 bits in hexadecimal.</summary>
    public void Set(string name, RandomState value) => Set(name, $"{value.S0:x16}{value.S1:x16}{value.S2:x16}{value.S3:x16}");

    /// <summary>Sets a vector to a copy of values.</summary>
    public void Set(string name, ReadOnlySpan<float> values) => _tensors[_prefix + name] = Tensor.Of(values);

    /// <summary>Sets tensors, which are not copied.</summary>
    public void Set(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        foreach (var (name, tensor) in tensors)
            _tensors[_prefix + name] = tensor;
    }

    /// <summary>Gets a text.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public string Text(string name) => _values.TryGetValue(_prefix + name, out var value) ? value : throw Missing(name);

    /// <summary>Gets an integer.</summary>
    /// <exception cref="InvalidDataException">There is none of that name, or it is not an integer from 0 to 2,147,483,647.</exception>
    public int Whole(string name) =>
        int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Malformed(name, "a whole number from 0");

    /// <summary>Gets a number.</summary>
    /// <exception cref="InvalidDataException">There is none of that name, or it is not a number.</exception>
    public double Number(string name) =>
        double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Malformed(name, "a number");

    /// <summary>Gets the state of a random stream.</summary>
    /// <exception cref="InvalidDataException">
    /// There is none of that name, or it is not 64 hexadecimal digits that are not all 0.
    /// </exception>
    public RandomState Random(string name)
    {
        var text = Text(name);
        Span<ulong> words = stackalloc ulong[4];
        var isState = text.Length == 64;
        for (var i = 0; i < 4 && isState; i++)
            isState = ulong.TryParse(text.AsSpan(16 * i, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out words[i]);
        var state = new RandomState(words[0], words[1], words[2], words[3]);
        return isState && state != default ? state : throw Malformed(name, "64 hexadecimal digits");
    }

    /// <summary>Gets a vector.</summary>
    /// <exception cref="InvalidDataException">There are none of that name.</exception>
    public ReadOnlySpan<float> Vector(string name) => _tensors.TryGetValue(_prefix + name, out var tensor)
        ? tensor.Span
        : throw Missing(name);

    /// <summary>Gets the tensors of this part by their names in it.</summary>
    public IReadOnlyDictionary<string, Tensor> OwnTensors() => _tensors
        .Where(entry => entry.Key.StartsWith(_prefix, StringComparison.Ordinal))
        .ToDictionary(entry => entry.Key[_prefix.Length..], entry => entry.Value);

    /// <summary>Gets the texts of this part by their names in it.</summary>
    public IReadOnlyDictionary<string, string> OwnValues() => _values
        .Where(entry => entry.Key.StartsWith(_prefix, StringComparison.Ordinal))
        .ToDictionary(entry => entry.Key[_prefix.Length..], entry => entry.Value);

    private InvalidDataException Missing(string name) => new($"the state of the training has no \"{_prefix}{name}\"");

    private InvalidDataException Malformed(string name, string expected) =>
        new($"\"{_prefix}{name}\" of the training's state is {Formats.FormatError.Quote(Text(name))}, expected {expected}");
}
