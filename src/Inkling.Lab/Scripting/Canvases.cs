using Inkling.Lab.Zoom;
using Microsoft.JSInterop;

namespace Inkling.Lab.Scripting;

/// <summary>
/// The canvases of a page. What a render changes in them is sent in one call of the script, and while the script draws only the latest
/// image of each canvas is kept.
/// </summary>
/// <param name="script">The runtime of the page.</param>
/// <remarks>For the one thread of a page.</remarks>
internal sealed class Canvases(IJSRuntime script) : IDisposable
{
    private readonly ScriptModule _module = new(script, "canvases.js");
    private readonly Dictionary<int, Func<int, Task>> _choosers = [];
    private readonly Dictionary<int, byte[]> _waiting = [];
    private DotNetObjectReference<Canvases>? _self;
    private int _count;
    private bool _isSending;

    /// <summary>Gets what is awaited before anything is sent: until the other canvases of a render are there too.</summary>
    public Func<Task> AwaitRender { get; init; } = async () => await Task.Yield();

    /// <summary>Adds a canvas.</summary>
    /// <param name="choose">Called with the index of the value that was chosen.</param>
    /// <returns>The number of the canvas, which its element has as the attribute <c>data-canvas</c>.</returns>
    public int Add(Func<int, Task> choose)
    {
        _choosers.Add(++_count, choose);
        return _count;
    }

    /// <summary>Removes a canvas.</summary>
    /// <param name="canvas">The number of the canvas.</param>
    public void Remove(int canvas)
    {
        _choosers.Remove(canvas);
        _waiting.Remove(canvas);
    }

    /// <summary>Draws on a canvas; its element exists, as it does after a render.</summary>
    /// <param name="canvas">The number of the canvas.</param>
    /// <param name="values">A byte for each value, as the attributes of the element say.</param>
    public async Task DrawAsync(int canvas, byte[] values)
    {
        _waiting[canvas] = values;
        if (_isSending)
            return;
        _isSending = true;
        try
        {
            await AwaitRender();
            await StartAsync();
            while (_waiting.Count > 0)
            {
                int[] lengths = [.. _waiting.SelectMany(item => (int[])[item.Key, item.Value.Length])];
                var bytes = Joined(_waiting.Values);
                _waiting.Clear();
                await _module.CallAsync("draw", lengths, bytes);
            }
        }
        finally
        {
            _isSending = false;
        }
    }

    /// <summary>Takes from the script which value of a canvas was chosen.</summary>
    [JSInvokable]
    public Task Choose(int canvas, int index) => _choosers.TryGetValue(canvas, out var choose) ? choose(index) : Task.CompletedTask;

    // The module goes with the page.
    public void Dispose() => _self?.Dispose();

    private static byte[] Joined(IReadOnlyCollection<byte[]> parts)
    {
        var (bytes, at) = (new byte[parts.Sum(part => part.Length)], 0);
        foreach (var part in parts)
        {
            part.CopyTo(bytes, at);
            at += part.Length;
        }

        return bytes;
    }

    private async Task StartAsync()
    {
        if (_self is not null)
            return;
        _self = DotNetObjectReference.Create(this);
        await _module.CallAsync("start", _self, ValueColors.Palette);
    }
}
