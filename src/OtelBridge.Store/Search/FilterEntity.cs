namespace OtelBridge.Store.Search;

/// <summary>A family of fields, written before the first dot.</summary>
/// <param name="Name">Its name, and its first spelling.</param>
/// <param name="Aliases">Other spellings; like the name they are case-sensitive.</param>
/// <param name="KeyNoun">What errors call a key of it.</param>
/// <param name="IsImplied">Whether it is meant where no entity is written.</param>
internal sealed record FilterEntity(string Name, IReadOnlyList<string> Aliases, string KeyNoun, bool IsImplied = false)
{
    /// <summary>Gets every spelling.</summary>
    public IEnumerable<string> Spellings => [Name, .. Aliases];
}
