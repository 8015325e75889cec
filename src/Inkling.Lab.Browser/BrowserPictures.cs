using Inkling.Lab.Hosting;
using Inkling.Lab.Input;
using Inkling.Pictures;
using Microsoft.JSInterop;

namespace Inkling.Lab.Browser;

/// <summary>Decodes pictures with the browser.</summary>
/// <param name="script">The runtime of the page.</param>
internal sealed class BrowserPictures(IJSRuntime script) : IPictureReader
{
    public async Task<GrayImage> ReadAsync(byte[] content, string name)
    {
        await using var module = await script.InvokeAsync<IJSObjectReference>("import", "./_content/Inkling.Lab/pictures.js");
        var picture = await module.InvokeAsync<ScriptPicture?>("decode", content)
            ?? throw new InvalidDataException(
                $"{name}: the browser cannot read it as a picture; a JPEG or PNG file of at most 4096 x 4096 pixels expected");
        return picture.ToImage();
    }
}
