"""`hudut export`: the atlas and the chronicle as files of others' tools."""
