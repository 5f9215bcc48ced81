namespace OtelBridge.Store.Model;

/// <summary>Makes up names for runs that have none: easier to tell apart, and to say, than ids.</summary>
internal static class RunName
{
    private const int Numbers = 1000;

    private static readonly string[] Adjectives =
    [
        "amber", "bold", "brave", "bright", "calm", "clever", "cosy", "curious", "daring", "eager", "early", "fair", "fleet", "fond", "gentle", "glad", "golden",
        "hardy", "honest", "jolly", "keen", "kind", "lively", "lucky", "merry", "mild", "neat", "nimble", "patient", "plucky", "polite", "proud", "quick",
        "quiet", "rare", "ready", "silver", "sleek", "smart", "spry", "steady", "sunny", "swift", "tidy", "tireless", "upbeat", "vivid", "warm", "wise", "witty",
    ];

    private static readonly string[] Animals =
    [
        "alpaca", "badger", "beaver", "bison", "bullfinch", "carp", "chamois", "cormorant", "crane", "deer", "dormouse", "egret", "ferret", "finch", "fox",
        "gecko", "goose", "hare", "hedgehog", "heron", "ibex", "jackdaw", "kestrel", "kingfisher", "lark", "lynx", "magpie", "marmot", "marten", "mole", "newt",
        "nuthatch", "osprey", "otter", "owl", "perch", "pike", "plover", "puffin", "raven", "robin", "salmon", "seal", "shrew", "stork", "swan", "tern", "trout",
        "vole", "wren",
    ];

    public static string Make(Random random) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Adjectives[random.Next(Adjectives.Length)]}-{Animals[random.Next(Animals.Length)]}-{random.Next(Numbers)}");
}
