using Microsoft.JSInterop;

namespace Inkling.Lab.Scripting;

/// <summary>An ES module of the lab, imported when it is first called. Once the tab is gone a call does nothing.</summary>
/// <param name="script">The runtime of the page.</param>
/// <param name="file">The file below wwwroot.</param>
internal sealed class ScriptModule(IJSRuntime script, string file) : IAsyncDisposable
{
    private Task<IJSObjectReference>? _module;

    /// <summary>Calls a function without result.</summary>
    /// <param name="function">The name of the exported function.</param>
    /// <param name="arguments">The arguments.</param>
    public async ValueTask CallAsync(string function, params object?[] arguments)
    {
        try
        {
            await (await ImportAsync()).InvokeVoidAsync(function, arguments);
        }
        catch (Exception exception) when (exception is JSDisconnectedException or TaskCanceledException)
        {
            // The tab is gone, and its script with it.
        }
    }

    /// <summary>Calls a function with a result; null once the tab is gone.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="function">The name of the exported function.</param>
    /// <param name="arguments">The arguments.</param>
    public async ValueTask<T?> GetAsync<T>(string function, params object?[] arguments)
    {
        try
        {
            return await (await ImportAsync()).InvokeAsync<T>(function, arguments);
        }
        catch (Exception exception) when (exception is JSDisconnectedException or TaskCanceledException)
        {
            return default;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null)
                await (await _module).DisposeAsync();
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or TaskCanceledException)
        {
            // The module was never there, or the tab is gone.
        }
    }

    private Task<IJSObjectReference> ImportAsync() =>
        _module ??= script.InvokeAsync<IJSObjectReference>("import", $"./_content/Inkling.Lab/{file}").AsTask();
}
