namespace RagService.Corpus;

/// <summary>One section of the handbook, which is found and cited on its own.</summary>
/// <param name="Id">Its number, from 1.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Text">What stands below it.</param>
internal sealed record Passage(int Id, string Title, string Text);
