using System.Diagnostics;
using Inkling.Formats;

namespace Inkling.Tests.Formats;

public class ShellTests
{
    [Theory]
    [InlineData("runs/a-1_b.c", "runs/a-1_b.c")]
    [InlineData("", "''")]
    [InlineData("it's a $HOME", @"'it'\''s a $HOME'")]
    [InlineData("größer", "'größer'")]
    [InlineData("a\e'\\\nö\u202E", @"$'a\033\047\134\012\303\266\342\200\256'")]
    public void A_word_is_what_a_shell_reads_back(string word, string quoted)
    {
        Shell.Quoted(word).ShouldBe(quoted);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs bash");
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", $"printf '%s' {quoted}"]) { RedirectStandardOutput = true })!;
        bash.StandardOutput.ReadToEnd().ShouldBe(word);
    }
}
