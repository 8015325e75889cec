namespace Inkling.Tests.Formats;

/// <summary>Asserts that content is refused as the documentation says.</summary>
internal static class Refused
{
    /// <summary>InvalidDataException in one line that begins with the file's name and holds each of <paramref name="parts"/>.</summary>
    public static void By(Action read, string name, params string[] parts)
    {
        var message = Should.Throw<InvalidDataException>(read).Message;
        message.ShouldStartWith(name + ": ");
        message.ShouldNotContain("\n");
        foreach (var part in parts)
            message.ShouldContain(part);
    }
}
