using System.Text;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Tests.Storage.Search;

public sealed class RawPhraseTests
{
    [Fact]
    public void MayBeIn_PhraseInAnyCaseAtAnyPlace_IsFound()
    {
        var phrase = RawPhrase.Of("%refund Policy 7%", ignoreCase: true)!;
        for (var before = 0; before < 70; before++)
        {
            var around = new string('ß', before % 3) + new string('@', before);

            phrase.MayBeIn(Encoding.UTF8.GetBytes($"{around}REFUND policy 7{around}[")).ShouldBeTrue($"after {before}");
            phrase.MayBeIn(Encoding.UTF8.GetBytes($"{around}REFUND`policy 7{around}[")).ShouldBeFalse($"after {before}");
        }
    }

    [Fact]
    public void MayBeIn_PhraseWhoseCaseMatters_IsFoundAsItStands()
    {
        var phrase = RawPhrase.Of("%Refund policy%", ignoreCase: false)!;

        phrase.MayBeIn("…the Refund policy of"u8).ShouldBeTrue();
        phrase.MayBeIn("…the refund policy of"u8).ShouldBeFalse();
        phrase.MayBeIn("""{"text":"the \u0052efund policy of"}"""u8).ShouldBeTrue("a letter is escaped, so the span decides");
    }
}
