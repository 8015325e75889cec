using Inkling.Pictures;
using Inkling.Server.Lab;

namespace Inkling.Server.Tests.Lab;

public class SkiaPicturesTests
{
    [Fact]
    public async Task A_picture_is_decoded_as_the_library_does()
    {
        // A PNG of 1x1, white.
        var content = Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==");
        var picture = await new SkiaPictures().ReadAsync(content, "white.png");
        using var stream = new MemoryStream(content);
        picture.Pixels.ShouldBe(PictureFile.Read(stream, "white.png").Pixels);
        picture.Pixels.ShouldBe([255]);
    }

    [Fact]
    public async Task Other_content_is_refused_in_one_line() =>
        (await Should.ThrowAsync<InvalidDataException>(() => new SkiaPictures().ReadAsync([1, 2, 3], "other.png"))).Message
            .ShouldStartWith("other.png: not a picture");
}
