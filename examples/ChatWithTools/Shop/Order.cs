namespace ChatWithTools.Shop;

/// <summary>An order as the shop keeps it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Article">What was ordered.</param>
/// <param name="City">Where it goes.</param>
/// <param name="Status">What the shop says about it.</param>
internal sealed record Order(int Number, string Article, string City, string Status);
