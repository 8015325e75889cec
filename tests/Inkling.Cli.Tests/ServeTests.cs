using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Inkling.Cli.Tests;

/// <summary>inkling serve: the real program, reached over HTTP.</summary>
public sealed class ServeTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    private static string Seven { get; } = Path.Combine(AppContext.BaseDirectory, "TestData", "seven.png");

    [Fact]
    public async Task It_predicts_as_predict_does_and_ends_with_0()
    {
        using var program = run.Program.Start("serve", run.Run, "--port", "0", "--log", "json");
        using var client = new HttpClient { BaseAddress = AddressOf(program) };
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(Seven))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("image/png") },
        };
        using var response = await client.PostAsync("/v1/predict", content);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        var expected = run.Program.Run("predict", "--model", run.Run, "--json", Seven).Json[0];
        answer.GetProperty("digit").GetInt32().ShouldBe(expected.GetProperty("digit").GetInt32());
        var probabilities = expected.GetProperty("probabilities").EnumerateArray().Select(each => each.GetSingle());
        foreach (var (actual, probability) in answer.GetProperty("probabilities").EnumerateArray().Zip(probabilities))
            actual.GetSingle().ShouldBe(probability, 1e-5f);

        Program.Interrupt(program);
        var outcome = Program.Finish(program);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        var log = JsonDocument.Parse(outcome.Error.Split('\n')[0]).RootElement;
        log.GetProperty("State").GetProperty("File").GetString().ShouldBe(run.Model);
    }

    [Fact]
    public void The_examples_of_the_documentation_work()
    {
        var image = new int[784];
        Array.Fill(image, 200, 300, 100);
        File.Copy(Seven, run.Program["seven.png"], overwrite: true);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "TestData", "seven-progressive.jpg"), run.Program["seven.jpg"], overwrite: true);
        File.WriteAllText(run.Program["image.json"], JsonSerializer.Serialize(image));
        File.WriteAllText(run.Program["unit.json"], JsonSerializer.Serialize(image.Select(level => level / 255f)));
        using var program = run.Program.Start("serve", run.Run, "--port", "0");
        var address = AddressOf(program).ToString().TrimEnd('/');
        string[] examples = [.. File.ReadLines(Documentation()).Where(line => line.StartsWith("    curl ")).Select(line => line.Trim())];
        examples.Length.ShouldBeGreaterThan(5);
        foreach (var example in examples)
        {
            var outcome = run.Program.Shell(
                example.Replace("curl ", "curl --silent --show-error --fail ").Replace("http://127.0.0.1:8080", address));
            outcome.ExitCode.ShouldBe(0, $"{example}: {outcome.Error}");
            outcome.Output.ShouldNotBeEmpty(example);
        }

        Program.Interrupt(program);
        Program.Finish(program).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("serve", "--port 0 picks one")]
    [InlineData("lab", "without --port one is picked")]
    public void A_port_that_is_in_use_is_one_line(string command, string hint)
    {
        using var program = run.Program.Start("serve", run.Run, "--port", "0", "--log", "none");
        var port = $"{AddressOf(program).Port}";
        var outcome = run.Program.Run(command, run.Run, "--port", port);
        outcome.ExitCode.ShouldBe(1);
        outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains(" info: "))
            .ShouldBe([$"inkling: port {port}: in use, expected a port that is free; {hint}"]);
        Program.Interrupt(program);
        Program.Finish(program).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void An_address_that_others_reach_requires_a_token_and_a_name()
    {
        Refuses(2, "--listen 0.0.0.0: other machines reach it, expected a token in INKLING_TOKEN or --token-file", "--listen", "0.0.0.0");
        Refuses(2, "--listen here: expected an IP address, such as 127.0.0.1", "--listen", "here");
        File.WriteAllText(run.Program["token"], "short\n");
        Refuses(
            1, "token: not a token, expected at least 16 ASCII characters without spaces", "--listen", "0.0.0.0", "--token-file", "token");
        File.WriteAllText(run.Program["token"], "long-enough-for-a-test\n");
        Refuses(
            2, "--listen 0.0.0.0: expected --host-name, the name under which the server is reached", "--listen", "0.0.0.0", "--token-file",
            "token");

        void Refuses(int exitCode, string reason, params string[] arguments)
        {
            var outcome = run.Program.Run(["serve", run.Run, .. arguments]);
            outcome.ExitCode.ShouldBe(exitCode, outcome.Error);
            outcome.Error.ShouldStartWith($"inkling: {reason}");
        }
    }

    private static Uri AddressOf(Process program)
    {
        var line = program.StandardOutput.ReadLine() ?? throw new InvalidOperationException(program.StandardError.ReadToEnd());
        return new Uri(line.Split(' ')[2]);
    }

    private static string Documentation()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Inkling.slnx")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "docs", "serve.md");
    }
}
