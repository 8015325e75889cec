using Inkling.Lab.Training;

namespace Inkling.Lab.Tests.Training;

public class DroppedDataTests
{
    [Fact]
    public void A_pair_of_files_is_a_training_set_of_which_a_sixth_is_held_out_until_there_is_a_test_set()
    {
        var data = new DroppedData();
        data.Name.ShouldBeNull();
        data.Add("a-labels.idx", Idx([60], 60));
        data.Description.ShouldBe("a-labels.idx: drop the file of its images too.");
        data.Add("a-images.idx", Idx([60, 4, 3], 60 * 12));
        data.Name.ShouldBe("dropped:a-images.idx");
        var held = data.Open("dropped:a-images.idx");
        (held.Train.Count, held.Test.Count, held.Train.Rows, held.Train.Columns).ShouldBe((50, 10, 4, 3));

        data.Add("a-test-images.idx", Idx([7, 4, 3], 7 * 12));
        data.Add("a-test-labels.idx", Idx([7], 7));
        data.Description.ShouldBe("a-images.idx: 60 images of 4x3. a-test-images.idx: 7 images of 4x3 to test on.");
        var whole = data.Open("dropped:a-images.idx");
        (whole.Train.Count, whole.Test.Count).ShouldBe((60, 7));
        whole.Train.Labels[..12].ShouldBe([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    }

    [Fact]
    public void A_file_that_does_not_fit_is_refused_in_one_line_and_what_was_there_stays()
    {
        var data = new DroppedData();
        data.Add("images", Idx([6, 4, 3], 72));
        Refused(data, "five", Idx([5], 5)).ShouldBe("images: 6 images, but five holds 5 labels");
        data.Add("labels", Idx([6], 6));
        Refused(data, "more", Idx([7, 4, 3], 84)).ShouldContain("7 images, but labels holds 6 labels");
        Refused(data, "photo\n.png", [0x89, 0x50, 0x4E, 0x47]).ShouldStartWith("photo.png: ");
        Refused(data, "large", [0, 0, 8, 3, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0]).ShouldStartWith("large: ");
        data.Name.ShouldBe("dropped:images");
        data.Add("test-labels", Idx([2], 2));
        Refused(data, "test-images", Idx([2, 3, 3], 18)).ShouldBe("test-images: images of 3x3, expected 4x3 as in images");
        data.Open("dropped:images").Train.Count.ShouldBe(5);
    }

    [Fact]
    public void Removed_files_make_room_for_others()
    {
        var data = new DroppedData();
        data.Add("images", Idx([6, 4, 3], 72));
        data.Add("labels", Idx([6], 6));
        data.Clear();
        (data.Name, data.Description).ShouldBe((null, ""));
        data.Add("more", Idx([7, 5, 5], 175));
        data.Add("more-labels", Idx([7], 7));
        data.Name.ShouldBe("dropped:more");
    }

    [Fact]
    public void Data_of_another_name_is_asked_for() =>
        Should.Throw<InvalidDataException>(() => new DroppedData().Open("dropped:x.gz")).Message
            .ShouldBe("data dropped:x.gz: drop x.gz and the file of its labels onto this page");

    private static string Refused(DroppedData data, string name, byte[] content)
    {
        var message = Should.Throw<InvalidDataException>(() => data.Add(name, content)).Message;
        message.ShouldNotContain("\n");
        return message;
    }

    private static byte[] Idx(int[] dimensions, int count)
    {
        using var stream = new MemoryStream();
        Inkling.Formats.Idx.Write(stream, dimensions, [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]);
        return stream.ToArray();
    }
}
