/** The words of the API that screens speak of. One line each; their shapes come from functions/openapi.json. */
import type { components } from "./schema";

type Words = components["schemas"];

export type About = Words["About"];
export type Anchor = Words["Anchor"];
export type Announced = Words["Announced"];
export type Answer = Words["Answer"];
export type Card = Words["Card"];
export type ChannelCard = Words["ChannelCard"];
export type ChannelChange = Words["ChannelChange"];
export type ChannelView = Words["ChannelView"];
export type Count = Words["Count"];
export type Credit = Words["Credit"];
export type Draft = Words["Draft"];
export type DraftCard = Words["DraftCard"];
export type DraftWords = Words["DraftWords"];
export type DeletedItem = Words["DeletedItem"];
export type DiscussionPage = Words["DiscussionPage"];
export type Feeling = Words["Feeling"];
export type Facets = Words["Facets"];
export type FeedCard = Words["FeedCard"];
export type FileOfItem = Words["File"];
export type Form = Words["Form"];
export type Candidate = Words["Candidate"];
export type GroupCard = Words["GroupCard"];
export type GroupChange = Words["GroupChange"];
export type GroupMember = Words["GroupMember"];
export type GroupRole = Words["GroupRole"];
export type GroupView = Words["GroupView"];
export type GroupRule = Words["Rule-Input"];
export type Hit = Words["Hit"];
export type ImportCard = Words["ImportCard"];
export type ImportedFile = Words["Line"];
export type ImportView = Words["ImportView"];
export type Invitation = Words["Invitation"];
export type InvitationReport = Words["InvitationReport"];
export type ItemChange = Words["ItemChange"];
export type ItemView = Words["ItemView"];
export type Me = Words["Me"];
export type Member = Words["Member"];
export type Membership = Words["Membership"];
export type MemberRef = Words["MemberRef"];
export type NewChannel = Words["NewChannel"];
export type NewGroup = Words["NewGroup"];
export type NewImport = Words["NewImport"];
export type NewItem = Words["NewItem"];
export type Notice = Words["Notice"];
export type OpenedItem = Words["OpenedItem"];
export type PastedLine = Words["PastedLine"];
export type PersonCard = Words["PersonCard"];
export type Piece = Words["Piece"];
export type PostKind = Words["PostKind"];
export type PostStatus = Words["PostStatus"];
export type PostView = Words["PostView"];
export type Profile = Words["Profile"];
export type Reaction = Words["Reaction"];
export type Role = Words["Role"];
export type SavedItem = Words["SavedItem"];
export type Switch = ChannelView["discussion"];
export type State = Words["State"];
export type TextPage = Words["TextPage"];
export type UnreadItems = Words["UnreadItems"];
export type Upload = Words["Upload"];
export type Version = Words["Version"];
export type WordsOfItem = Words["Words"];

/** Some of a list; `next` is where to go on, null at its end. */
export interface Page<T> {
  items: T[];
  next: string | null;
}
