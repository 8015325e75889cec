using Bunit;
using Inkling.Lab.Input;
using Microsoft.JSInterop;

namespace Inkling.Lab.Tests.Input;

public class FilePickerTests
{
    [Fact]
    public async Task A_file_arrives_whole_with_its_name()
    {
        using var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        var content = new byte[100_000];
        new Random(1).NextBytes(content);
        (string Name, byte[] Content)? taken = null;
        var picker = context.Render<FilePicker>(parameters => parameters
            .Add(picker => picker.OnFile, (name, bytes) =>
            {
                taken = (name, bytes);
                return Task.CompletedTask;
            })
            .Add(picker => picker.OnError, message => throw new InvalidOperationException(message)));
        await picker.Instance.TakeFile("seven.png", new FileReference(content, content.Length));
        taken!.Value.Name.ShouldBe("seven.png");
        taken.Value.Content.ShouldBe(content);
    }

    [Fact]
    public async Task A_file_beyond_the_limit_is_refused_in_one_line_before_it_is_read()
    {
        using var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        string? error = null;
        var picker = context.Render<FilePicker>(parameters => parameters
            .Add(picker => picker.OnFile, (_, _) => throw new InvalidOperationException("read"))
            .Add(picker => picker.OnError, message => error = message));
        await picker.Instance.TakeFile("large.bin", new FileReference([], FilePicker.MaximumBytes + 1));
        error.ShouldBe("large.bin: a file of 67,108,865 bytes, at most 67,108,864 are read");
    }

    private sealed class FileReference(byte[] content, long length) : IJSStreamReference
    {
        public long Length => length;

        public ValueTask<Stream> OpenReadStreamAsync(long maxAllowedSize = 512_000, CancellationToken cancellationToken = default)
        {
            length.ShouldBeLessThanOrEqualTo(maxAllowedSize);
            return ValueTask.FromResult<Stream>(new MemoryStream(content));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
