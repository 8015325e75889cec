namespace Inkling;

/// <summary>Checks the class labels of a batch.</summary>
internal static class ClassLabels
{
    /// <summary>Checks that the scores are [N, classes] and the labels N indices of a class.</summary>
    /// <exception cref="ArgumentException">They are not; the message begins with the operation.</exception>
    public static void Check(Shape scores, Tensor labels, string operation)
    {
        if (scores.Rank != 2 || scores[0] == 0 || labels.Rank != 1 || labels.Length != scores[0])
            throw new ArgumentException(
                $"{operation}: input is {scores} and labels are {labels.Shape}, expected [N, classes] and [N] with N at least 1");
        var values = labels.Span;
        for (var i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0 && values[i] < scores[1]) || values[i] != (int)values[i])
                throw new ArgumentException(
                    $"{operation}: label {values[i]} of item {i} is not a class index from 0 to {scores[1] - 1}");
        }
    }
}
