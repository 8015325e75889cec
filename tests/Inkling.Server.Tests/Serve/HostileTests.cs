using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Inkling.Formats;
using Inkling.Fuzz;
using Inkling.Tests.Data;
using static Inkling.Server.Tests.Serve.RunningServer;

namespace Inkling.Server.Tests.Serve;

/// <summary>
/// Requests that mean harm: each is answered or its connection closed, a good request in between is answered each time, and no file is
/// written. INKLING_HOSTILE_REQUESTS=10000 sends as many.
/// </summary>
[Collection(nameof(RunningServer))]
public sealed class HostileTests : IAsyncLifetime
{
    private const int Connections = 1000;

    private static readonly int Requests = int.Parse(
        Environment.GetEnvironmentVariable("INKLING_HOSTILE_REQUESTS") ?? "300", CultureInfo.InvariantCulture);

    private static readonly byte[][] Bodies =
    [
        Png(DigitImages.Digit(4)), File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", "seven-progressive.jpg")),
        Encoding.ASCII.GetBytes(Numbers(DigitImages.Digit(8))), Form(Png(DigitImages.Digit(9))),
    ];

    private static readonly string[] Types = ["image/png", "image/jpeg", "application/json", "multipart/form-data; boundary=b"];

    private static readonly string[] Heads =
    [
        "GET /../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /openapi/..%2f..%2fappsettings.json HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "POST /v1/predict HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\n\r\n[]",
        "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nContent-Length: 2\r\n\r\n[]",
        "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\nContent-Type: image/png\r\n\r\n",
        "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFF\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        "GET /healthz HTTP/1.1\r\n\r\n",
        "GET /healthz HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        $"GET /{new string('a', 10_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        $"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: {new string('a', 40_000)}\r\n\r\n",
        "\0\0\0\0", "\r\n\r\n\r\n", "GET", "\u0016\u0003\u0001",
    ];

    private readonly TemporaryFolder _folder = new();
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await StartAsync(
        options => options with { RequestTimeout = TimeSpan.FromSeconds(5), MaximumPixels = 1 << 20 });

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Damaged_bodies_are_answered()
    {
        var folder = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(_folder.Path);
        try
        {
            for (var i = 0; i < Requests; i++)
            {
                var random = RandomStream.ForItem(31, (ulong)i);
                var kind = i % Bodies.Length;
                using var content = new ByteArrayContent(Mutations.Of(Bodies[kind], random));
                content.Headers.TryAddWithoutValidation("Content-Type", Types[random.Next(8) == 0 ? random.Next(Types.Length) : kind]);
                using var response = await _server.PostAsync(content);
                ((int)response.StatusCode).ShouldBeOneOf(200, 400, 413, 415, 422);
                if (!response.IsSuccessStatusCode)
                    await ShouldBeProblemAsync(response, (int)response.StatusCode);
                await _server.AnswersAsync();
            }
        }
        finally
        {
            Directory.SetCurrentDirectory(folder);
        }

        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Damaged_heads_are_answered_or_their_connection_closed()
    {
        for (var i = 0; i < Math.Max(Heads.Length, Requests / 10); i++)
        {
            var random = RandomStream.ForItem(32, (ulong)i);
            var head = Encoding.Latin1.GetBytes(Heads[i % Heads.Length]);
            using var socket = await LimitTests.ConnectAsync(_server);
            await socket.SendAsync(i < Heads.Length ? head : Mutations.Of(head, random));
            socket.Shutdown(SocketShutdown.Send);
            var status = await StatusAsync(socket);
            if (i < Heads.Length)
                status.ShouldNotBe("HTTP/1.1 200 OK", Heads[i]);
            await _server.AnswersAsync();
        }
    }

    [Fact]
    public async Task Pictures_that_grow_are_refused()
    {
        foreach (var (width, height) in ((int, int)[])[(65535, 65535), (int.MaxValue, 1), (int.MaxValue, int.MaxValue)])
        {
            var bomb = Png(new byte[784]);
            BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(16), width);
            BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(20), height);
            using var response = await _server.PostAsync(Picture(bomb));
            ((int)response.StatusCode).ShouldBe(422);
        }

        using var stream = new MemoryStream();
        Formats.Png.Write(stream, new PngImage(1025, 1024, 1, new byte[1025 * 1024]), CompressionLevel.SmallestSize);
        await _server.RefusesAsync(Picture(stream.ToArray()), 422, "picture: 1,025 x 1,024 pixels, at most 1,048,576 are read");
        await Parallel.ForAsync(0, 20, async (_, _) =>
        {
            using var response = await _server.PostAsync(Picture(Png(new byte[1 << 20], side: 1 << 10)));
            ((int)response.StatusCode).ShouldBe(422);
        });
        await _server.AnswersAsync();
    }

    [Fact]
    public async Task Many_open_connections_and_slow_senders_do_not_keep_others_out()
    {
        var sockets = new List<Socket>();
        try
        {
            for (var i = 0; i < Connections; i++)
            {
                sockets.Add(await LimitTests.ConnectAsync(_server));
                if (i % 2 == 0)
                    await LimitTests.SendAsync(sockets[^1], i % 4 == 0
                        ? "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 100\r\n\r\nab"
                        : "GET /healthz HT");
                if (i % 100 == 0)
                    await _server.AnswersAsync();
            }

            await _server.AnswersAsync();
            (await StatusAsync(sockets[0])).ShouldBe("HTTP/1.1 408 Request Timeout");
            await _server.AnswersAsync();
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    private static byte[] Form(byte[] picture) =>
    [
        .. "--b\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"../../x.png\"\r\nContent-Type: image/png\r\n\r\n"u8,
        .. picture, .. "\r\n--b--\r\n"u8,
    ];

    /// <summary>Reads the first line of the answer; null where the connection is closed without one.</summary>
    private static async Task<string?> StatusAsync(Socket socket)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            using var reader = new StreamReader(new NetworkStream(socket), Encoding.ASCII);
            return await reader.ReadLineAsync(limit.Token);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
