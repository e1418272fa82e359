/** Short names for the API's schemas; generated from functions/openapi.json. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type ProfileFields = Schemas["About"];
export type Anchor = Schemas["Anchor"];
export type AnnouncedFile = Schemas["Announced"];
export type Answer = Schemas["Answer"];
export type AssignmentForMe = Schemas["AskedOfMe"];
export type Assignee = Schemas["Assignee"];
export type AssignmentReason = Schemas["Reason"];
export type AssignmentState = Schemas["Doing"];
export type AssignmentTask = Schemas["Task"];
export type Card = Schemas["Card"];
export type ChannelCard = Schemas["ChannelCard"];
export type ChannelChange = Schemas["ChannelChange"];
export type ChannelView = Schemas["ChannelView"];
export type PendingFile = Schemas["Coming"];
export type Count = Schemas["Count"];
export type Draft = Schemas["Draft"];
export type DraftCard = Schemas["DraftCard"];
export type CountedAssignment = Schemas["CountedAssignment"];
export type DeletedItem = Schemas["DeletedItem"];
export type DiscussionPage = Schemas["DiscussionPage"];
export type PostReaction = Schemas["Feeling"];
export type Facets = Schemas["Facets"];
export type FeedCard = Schemas["FeedCard"];
export type ItemFile = Schemas["File"];
export type Form = Schemas["Form"];
export type GroupCard = Schemas["GroupCard"];
export type GroupChange = Schemas["GroupChange"];
export type GroupMember = Schemas["GroupMember"];
export type GroupRole = Schemas["GroupRole"];
export type GroupView = Schemas["GroupView"];
export type GroupRule = Schemas["Rule-Input"];
export type Hit = Schemas["Hit"];
export type ImportedFile = Schemas["Line"];
export type ImportView = Schemas["ImportView"];
export type Invitation = Schemas["Invitation"];
export type InvitationReport = Schemas["InvitationReport"];
export type ItemChange = Schemas["ItemChange"];
export type ItemView = Schemas["ItemView"];
export type Me = Schemas["Me"];
export type Member = Schemas["Member"];
export type Membership = Schemas["Membership"];
export type VersionFile = Schemas["Kept"];
export type MemberRef = Schemas["MemberRef"];
export type NewChannel = Schemas["NewChannel"];
export type NewAssignments = Schemas["NewAssignments"];
export type NewGroup = Schemas["NewGroup"];
export type NewImport = Schemas["NewImport"];
export type NewItem = Schemas["NewItem"];
export type Notice = Schemas["Notice"];
export type OpenedItem = Schemas["OpenedItem"];
export type OwnAssignment = Schemas["OwnAssignment"];
export type OwnState = Schemas["OwnState"];
export type PastedLine = Schemas["PastedLine"];
export type Piece = Schemas["Piece"];
export type PostKind = Schemas["PostKind"];
export type PostStatus = Schemas["PostStatus"];
export type PostView = Schemas["PostView"];
export type Profile = Schemas["Profile"];
export type Reaction = Schemas["Reaction"];
export type Review = Schemas["Review"];
export type Role = Schemas["Role"];
export type DiscussionMode = ChannelView["discussion"];
export type FileState = Schemas["State"];
export type TextPage = Schemas["TextPage"];
export type UnreadItems = Schemas["UnreadItems"];
export type Upload = Schemas["Upload"];
export type Version = Schemas["Version"];
export type StatusFilter = Schemas["Where"];

/** One page of a list; `next` is the cursor of the next page, null on the last. */
export interface Page<T> {
  items: T[];
  next: string | null;
}
