namespace OtelBridge.Dialects;

/// <summary>A list of objects that an instrumentation takes apart into one attribute a member: prefix, index, <c>.</c>, path of the member.</summary>
/// <param name="Prefix">Beginning of the keys, as in <c>llm.input_messages.0.message.role</c>.</param>
/// <param name="Name">What the list is called where it is put together again.</param>
/// <param name="PlainText">Member that stands for the whole list where that is all there is: one object, one text. Null when there is none.</param>
internal sealed record FlattenedList(string Prefix, string Name, string? PlainText = null);
